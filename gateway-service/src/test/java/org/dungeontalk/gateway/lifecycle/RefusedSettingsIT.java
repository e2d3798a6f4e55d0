package org.dungeontalk.gateway.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway with settings that would be a danger: it ends, and says which one it is. */
class RefusedSettingsIT {
    private static final long LIMIT_SECONDS = 60;
    private static final String SECRET = "a-secret-of-production-0123456789abcdef";
    private static final String GOOD = "-Ddungeontalk.token.secret=" + SECRET;

    @TempDir Path directory;

    @Test
    void aDevelopmentKeyIsForTheLocalProfileOnly() throws Exception {
        String key = "local-0123456789abcdef0123456789abcdef";
        String output = ends("-Ddungeontalk.token.secret=" + key);
        assertTrue(output.contains("is a development key"), output);
        assertFalse(output.contains(key), "the key is told to nobody");
    }

    @Test
    void aShortSecretIsRefused() throws Exception {
        String output = ends("-Ddungeontalk.token.secret=0123456789abcdef0123456789abcde");
        assertTrue(output.contains("is shorter than 32 bytes"), output);
    }

    @Test
    void aSecretAndKeysTogetherAreRefusedAndSoIsNeither() throws Exception {
        String one = "Set exactly one of dungeontalk.token.secret and dungeontalk.token.jwks";
        String both = ends(GOOD, "-Ddungeontalk.token.jwks=keys.json");
        assertTrue(both.contains(one), both);
        String neither = ends();
        assertTrue(neither.contains(one), neither);
    }

    @Test
    void guestsAreForTheLocalProfileOnly() throws Exception {
        String output = ends(GOOD, "-Ddungeontalk.page.guests=true");
        assertTrue(output.contains("dungeontalk.page.guests is allowed only"), output);
    }

    @Test
    void whatClientsSayOfTheirAddressIsBelievedOfNamedProxiesOnly() throws Exception {
        String output = ends(GOOD, "-Dquarkus.http.proxy.proxy-address-forwarding=true");
        assertTrue(output.contains("quarkus.http.proxy.trusted-proxies"), output);
    }

    /**
     * Starts it in production with these settings; its output, once it has ended with a failure.
     */
    private String ends(String... settings) throws Exception {
        String executable = System.getProperty("native.image.path");
        List<String> command = new ArrayList<>();
        command.add(
                executable != null
                        ? executable
                        : Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx192m",
                        "-Dquarkus.http.port=0",
                        "-Dquarkus.management.port=0",
                        "-Dkafka.bootstrap.servers=127.0.0.1:9"));
        command.addAll(List.of(settings));
        if (executable == null) {
            command.add("-jar");
            command.add(Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        }
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output, UTF_8);
            assertTrue(ended, said);
            assertNotEquals(0, process.exitValue(), said);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
