package org.dungeontalk.load.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What can't work is said before a member connects. */
class MeasureCommandTest {

    @TempDir Path directory;
    private Path tokens;

    @BeforeEach
    void putTokens() throws Exception {
        tokens = Files.writeString(directory.resolve("tokens"), "token\n");
    }

    @Test
    void aChartThatCanNotBeWrittenIsSaidAtOnce() {
        for (Path chart : List.of(directory, directory.resolve("none/chart.svg"))) {
            assertEquals(
                    "Can't write the file %s.".formatted(chart),
                    failure("--chart", chart.toString()).getMessage());
        }
    }

    @Test
    void tokensThatCanNotBeReadAreSaidInASentence() throws Exception {
        Files.write(tokens, new byte[] {(byte) 0xff, (byte) 0xfe});

        assertEquals(
                "Can't read tokens from the file %s.".formatted(tokens), failure().getMessage());
    }

    @Test
    void aStackWhoseGatewaysHaveAllEndedIsSaid() throws Exception {
        StackFile.Started up = new StackFile.Started("up", 1, 1, Map.of(), Map.of(), null);
        new StackFile(true, up, null, null, List.of(), List.of("gateway-1"))
                .write(new DataDir(directory));

        StackFailed failed = failed("--data", directory.toString(), "--tokens", tokens.toString());

        assertEquals(
                "No gateway of this stack runs: wait until it has started, or use"
                        + " deploy/local/restart gateway-1.",
                failed.getMessage());
    }

    /** Nothing listens on this port, so a member that connects is another failure. */
    private StackFailed failure(String... more) {
        return failed(
                Stream.concat(
                                Stream.of(
                                        "--gateway",
                                        "ws://127.0.0.1:1/ws-chat",
                                        "--tokens",
                                        tokens.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static StackFailed failed(String... arguments) {
        MeasureCommand command = new MeasureCommand();
        new CommandLine(command).parseArgs(arguments);
        return assertThrows(StackFailed.class, command::call);
    }
}
