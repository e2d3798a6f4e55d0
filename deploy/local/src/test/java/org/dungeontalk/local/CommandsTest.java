package org.dungeontalk.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dungeontalk.local.dlt.DltCommand;
import org.dungeontalk.local.ingress.IngressCommand;
import org.dungeontalk.local.replay.ReplayCommand;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.TokenCommand;
import org.dungeontalk.local.up.RestartCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands answer to somebody who calls them wrongly. */
class CommandsTest {

    @TempDir Path directory;

    @Test
    void everyCommandRefusesToWorkWithoutAStackAndLeavesNothingBehind() throws Exception {
        Path nowhere = directory.resolve("no/such/dir");
        Path session = Files.writeString(directory.resolve("s.jsonl"), LINE);
        String data = nowhere.toString();
        Map<Object, List<String>> calls =
                Map.of(
                        new TokenCommand(), List.of("Mira", "--data", data),
                        new ReplayCommand(), List.of(session.toString(), "--data", data),
                        new RestartCommand(), List.of("kafka-0", "--data", data),
                        new IngressCommand(), List.of("--data", data),
                        new DltCommand(), List.of("list", "--data", data));
        calls.forEach(
                (command, arguments) -> {
                    StackFailed refusal = failure(command, arguments);
                    assertTrue(
                            refusal.getMessage().startsWith("No stack runs on " + data),
                            refusal.getMessage());
                    assertTrue(refusal.getMessage().contains("deploy/local/up --data " + data));
                });
        assertFalse(Files.exists(nowhere));
    }

    @Test
    void aTokenIsRefusedForRolesAndNumbersThatDoNotExist() {
        for (List<String> wrong :
                List.of(
                        List.of("Mira", "--roles", "wizard"),
                        List.of("Mira", "--roles", ""),
                        List.of("Mira", "--rooms", ""),
                        List.of("Mira", "--id", " "),
                        List.of("Mira", "--id", "x".repeat(81)),
                        List.of("Mira", "--expires", "0"),
                        List.of("Mira", "--count", "0"),
                        List.of(" "))) {
            StringWriter said = new StringWriter();
            int code = line(new TokenCommand(), said).execute(wrong.toArray(String[]::new));
            assertEquals(2, code, () -> wrong + ": " + said);
        }
    }

    @Test
    void aSessionWithoutALineThatCanBePlayedIsAFailure() throws Exception {
        Path session = Files.writeString(directory.resolve("s.jsonl"), "{}\nnot json\n");
        runningStack();
        StackFailed refusal =
                failure(
                        new ReplayCommand(),
                        List.of(
                                session.toString(),
                                "--gateway",
                                "ws://127.0.0.1:1/ws-chat",
                                "--data",
                                directory.toString()));
        assertTrue(refusal.getMessage().endsWith("has no line that can be played."));
    }

    @Test
    void everyCommandExplainsItself() {
        for (Object command :
                List.of(
                        new TokenCommand(),
                        new ReplayCommand(),
                        new RestartCommand(),
                        new IngressCommand(),
                        new DltCommand())) {
            StringWriter said = new StringWriter();
            assertEquals(0, line(command, said).execute("--help"), said::toString);
            assertTrue(said.toString().startsWith("Usage:"), said::toString);
        }
    }

    private static final String LINE = "{\"room\":\"r\",\"player\":\"p\",\"text\":\"t\"}\n";

    /** As much of a stack as a command looks at before it connects. */
    private void runningStack() throws Exception {
        DataDir data = new DataDir(directory);
        data.ensureSecret();
        StackFile.Started self =
                new StackFile.Started("up", ProcessHandle.current().pid(), 0, null, null, null);
        new StackFile(true, self, null, null, List.of()).write(data);
    }

    private static StackFailed failure(Object command, List<String> arguments) {
        CommandLine line = line(command, new StringWriter());
        line.setExecutionExceptionHandler(
                (e, failed, parsed) -> {
                    throw e;
                });
        CommandLine.ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
        CommandLine last = parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        Callable<?> call = last.getCommand();
        return assertThrows(StackFailed.class, call::call);
    }

    private static CommandLine line(Object command, StringWriter said) {
        return new CommandLine(command)
                .setErr(new PrintWriter(said, true))
                .setOut(new PrintWriter(said, true));
    }
}
