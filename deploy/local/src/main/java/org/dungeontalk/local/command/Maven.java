package org.dungeontalk.local.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs Maven in a service's folder, for a command that needs the service's test classes. */
public final class Maven {

    private static final Pattern ALWAYS = Pattern.compile("FIGURE |ERROR.*(IT|Test|Bench)");

    private Maven() {}

    /**
     * Packages the service with its test classes, without running tests. Blocks.
     *
     * @param service its folder
     * @return whether Maven succeeded
     */
    public static boolean packageWithTests(Path service, String... more)
            throws IOException, InterruptedException {
        List<String> goals = new ArrayList<>(List.of("-q", "-DskipTests", "package"));
        goals.addAll(List.of(more));
        return run(service, goals, Pattern.compile("ERROR"));
    }

    /**
     * Runs Maven and blocks until it has ended. Prints the results that tests print behind the word
     * FIGURE.
     *
     * @param service its folder
     * @param arguments goals and properties
     * @param also other lines that are printed too
     * @return whether Maven succeeded
     */
    public static boolean run(Path service, List<String> arguments, Pattern also)
            throws IOException, InterruptedException {
        List<String> call =
                new ArrayList<>(
                        List.of(
                                "mvn",
                                "-B",
                                "-ntp",
                                "-Dstyle.color=never",
                                "-Dcyclonedx.skip=true"));
        call.addAll(arguments);
        Process maven =
                new ProcessBuilder(call)
                        .directory(service.toFile())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said = maven.inputReader(StandardCharsets.UTF_8)) {
            said.lines()
                    .filter(line -> ALWAYS.matcher(line).find() || also.matcher(line).find())
                    .map(line -> line.replaceFirst("^.*FIGURE ", ""))
                    .forEach(System.out::println);
        }
        return maven.waitFor() == 0;
    }
}
