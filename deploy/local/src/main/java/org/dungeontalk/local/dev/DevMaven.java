package org.dungeontalk.local.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dungeontalk.local.stack.StackFailed;

/** A Maven that is new enough for Quarkus' dev mode: 3.9 or later; packaging needs 3.8 only. */
final class DevMaven {

    private static final String FETCHED = "3.9.11";
    private static final Pattern VERSION = Pattern.compile("Apache Maven ([0-9]+)\\.([0-9]+)");

    private DevMaven() {}

    /**
     * The Maven on the path, if it is new enough. Otherwise Maven downloads a newer one, once, from
     * its own repository into {@code deploy/local/target}.
     *
     * @param root the project's root
     * @return the command to call it
     * @throws StackFailed if there is no Maven, or the newer one can't be downloaded
     */
    static String find(Path root) throws IOException, InterruptedException {
        if (isNewEnough(said("mvn", "-v"))) {
            return "mvn";
        }
        Path target = root.resolve("deploy/local/target");
        Path fetched = target.resolve("apache-maven-" + FETCHED + "/bin/mvn");
        if (!Files.isExecutable(fetched)) {
            System.out.println(
                    "Dev mode needs Maven 3.9 or later: fetching %s into %s"
                            .formatted(FETCHED, target));
            String answer =
                    said(
                            "mvn",
                            "-B",
                            "-q",
                            "-N",
                            "-f",
                            root.resolve("pom.xml").toString(),
                            "dependency:unpack",
                            "-Dartifact=org.apache.maven:apache-maven:" + FETCHED + ":zip:bin",
                            "-DoutputDirectory=" + target);
            if (!Files.isExecutable(fetched)) {
                throw new StackFailed(
                        "Maven %s could not be fetched:%n%s".formatted(FETCHED, answer));
            }
        }
        return fetched.toString();
    }

    /**
     * Whether Maven's own description names 3.9 or later.
     *
     * @param description what {@code mvn -v} prints
     */
    static boolean isNewEnough(String description) {
        Matcher version = VERSION.matcher(description);
        if (!version.find()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 3 || major == 3 && Integer.parseInt(version.group(2)) >= 9;
    }

    private static String said(String... call) throws InterruptedException, IOException {
        Process process;
        try {
            process = new ProcessBuilder(call).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new StackFailed("mvn is missing: install Maven 3.8 or later.", e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
