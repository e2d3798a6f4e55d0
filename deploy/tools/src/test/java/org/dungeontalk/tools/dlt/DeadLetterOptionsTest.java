package org.dungeontalk.tools.dlt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which settings the Kafka clients of the dead-letter commands get. */
class DeadLetterOptionsTest {

    @TempDir private Path directory;

    private final Probe probe = new Probe();
    private Path file;

    @BeforeEach
    void writeTheFile() throws Exception {
        file = directory.resolve("client.properties");
        Files.writeString(
                file,
                """
                bootstrap.servers=kafka.example.org:9093
                security.protocol=SSL
                ssl.keystore.key=${dir:/etc/user:user.key}
                """);
    }

    @Test
    void takesTheServersAndAllOtherSettingsFromTheFile() {
        assertEquals(0, run("--command-config", file.toString()));
        assertEquals("kafka.example.org:9093", probe.settings.get("bootstrap.servers"));
        assertEquals("SSL", probe.settings.get("security.protocol"));
        assertEquals("${dir:/etc/user:user.key}", probe.settings.get("ssl.keystore.key"));
    }

    @Test
    void takesTheServersOfTheCommandLineFirst() {
        assertEquals(0, run("--command-config", file.toString(), "--bootstrap", "other:9093"));
        assertEquals("other:9093", probe.settings.get("bootstrap.servers"));
        assertEquals("SSL", probe.settings.get("security.protocol"));
    }

    @Test
    void waitsFifteenSecondsUnlessTheFileSaysOtherwise() throws Exception {
        assertEquals(0, run("--command-config", file.toString()));
        assertEquals(15_000, probe.settings.get("default.api.timeout.ms"));
        Files.writeString(file, "bootstrap.servers=a:1\ndefault.api.timeout.ms=1");
        assertEquals(0, run("--command-config", file.toString()));
        assertEquals("1", probe.settings.get("default.api.timeout.ms"));
    }

    @Test
    void aFileThatIsNotThereIsAWrongUsage() {
        StringWriter said = new StringWriter();
        String none = directory.resolve("none").toString();
        assertEquals(2, command(said).execute("--command-config", none));
        assertTrue(said.toString().contains("--command-config can't read " + none), said::toString);
    }

    private int run(String... arguments) {
        return command(new StringWriter()).execute(arguments);
    }

    private CommandLine command(StringWriter said) {
        return new CommandLine(probe).setErr(new PrintWriter(said, true));
    }

    @Command
    private static final class Probe implements Callable<Integer> {

        @Mixin private DeadLetterOptions options;

        private Map<String, Object> settings;

        @Override
        public Integer call() throws Exception {
            settings = options.kafka();
            return 0;
        }
    }
}
