package org.dungeontalk.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dungeontalk.faults.Faults;
import org.dungeontalk.load.Load;
import org.dungeontalk.load.compare.CompareCommand;
import org.dungeontalk.load.measure.MeasureCommand;
import org.dungeontalk.load.replay.ReplayCommand;
import org.dungeontalk.local.Local;
import org.dungeontalk.local.command.Commands;
import org.dungeontalk.local.dev.DevCommand;
import org.dungeontalk.local.ingress.IngressCommand;
import org.dungeontalk.local.regions.RegionsCommand;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.OwnProcess;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.TokenCommand;
import org.dungeontalk.local.up.RestartCommand;
import org.dungeontalk.local.up.UpCommand;
import org.dungeontalk.tools.Tools;
import org.dungeontalk.tools.dlt.DltCommand;
import org.dungeontalk.tools.history.ImportCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands' answers to wrong usage. */
class CommandsTest {

    private static final List<Commands> ALL =
            List.of(Local.COMMANDS, Load.COMMANDS, Faults.COMMANDS, Tools.COMMANDS);

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
                        new MeasureCommand(), List.of("--data", data),
                        new RestartCommand(), List.of("kafka-0", "--data", data),
                        new DevCommand(), List.of("gateway-1", "--data", data),
                        new IngressCommand(), List.of("--data", data),
                        new ImportCommand(), List.of(session.toString(), "--data", data),
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
    void aMeasurementIsRefusedForNumbersThatCanNotBe() {
        for (List<String> wrong :
                List.of(
                        List.of("--clients", "0"),
                        List.of("--clients", "100001"),
                        List.of("--clients", "5", "--rooms", "6"),
                        List.of("--rooms", "0"),
                        List.of("--rate", "0.5"),
                        List.of("--rate", "1000001"),
                        List.of("--seconds", "0"),
                        List.of("--warm-up", "-1"),
                        List.of("--text", "39"),
                        List.of("--text", "2001"),
                        List.of("--gateway", "http://127.0.0.1:8080/ws-chat", "--tokens", "t"),
                        List.of("--gateway", "ws://127.0.0.1:8080/ws-chat"))) {
            isRefused(new MeasureCommand(), wrong);
        }
    }

    @Test
    void aComparisonIsRefusedForNumbersAndServersThatCanNotBe() throws Exception {
        Path peers = peers();
        for (List<String> wrong :
                List.of(
                        List.of("--rounds", "0"),
                        List.of("--seconds", "0"),
                        List.of("--warm-up", "-1"),
                        List.of("--brokers", "2"),
                        List.of("--clients", "5", "--rooms", "6"),
                        List.of("--rooms", "0"),
                        List.of("--rates", "1000,0.5"),
                        List.of("--servers", "ours,no-such-server"))) {
            List<String> all = new ArrayList<>(wrong);
            all.addAll(List.of("--bench", peers.toString()));
            isRefused(new CompareCommand(), all);
        }
        String said =
                isRefused(
                        new CompareCommand(),
                        List.of("--bench", peers.toString(), "--servers", "no-such-server"));
        assertTrue(said.contains("Known: ours, red, blue"), said);
    }

    @Test
    void aComparisonWithoutAFolderOfOtherServersSaysWhatHasToBeInIt() {
        String said = isRefused(new CompareCommand(), List.of("--servers", "ours"));
        assertTrue(
                said.startsWith(
                        "Name the folder of the other servers with --bench. It has peers.sh, which"
                            + " starts them, and in load the Maven project of the load client."),
                said);
    }

    @Test
    void aComparisonWithoutPeersIsAFailure() {
        StackFailed refusal =
                failure(new CompareCommand(), List.of("--bench", directory.toString()));
        assertEquals(
                directory + " has no peers.sh that can be run, so it is no folder for --bench.",
                refusal.getMessage());
    }

    @Test
    void aTokenIsRefusedForRolesAndNumbersThatDoNotExist() {
        for (List<String> wrong :
                List.of(
                        List.of("Mira", "--roles", "wizard"),
                        List.of("Mira", "--roles", ""),
                        List.of("Mira", "--rooms", ""),
                        List.of("Mira", "--rooms", "tavern,a/b"),
                        List.of("Mira", "--id", " "),
                        List.of("Mira", "--id", "x".repeat(81)),
                        List.of("x".repeat(81)),
                        List.of(".."),
                        List.of("Mira", "--id", "a\nb"),
                        List.of("x".repeat(80), "--count", "2"),
                        List.of("Mira", "--expires", "0"),
                        List.of("Mira", "--expires", Long.toString(Long.MAX_VALUE)),
                        List.of("Mira", "--count", "0"),
                        List.of("Mira", "--count", Integer.toString(Integer.MAX_VALUE)),
                        List.of(" "))) {
            isRefused(new TokenCommand(), wrong);
        }
    }

    @Test
    void numbersAndAddressesThatMakeNoSenseAreAWrongCall() throws Exception {
        String file = Files.writeString(directory.resolve("s.jsonl"), LINE).toString();
        for (String rate : List.of("0", "-1", "NaN", "Infinity", "1e-300", "1e300", "fast")) {
            isRefused(new ReplayCommand(), List.of(file, "--rate", rate));
        }
        for (String limit : List.of("0", "-1", "all")) {
            isRefused(new ReplayCommand(), List.of(file, "--limit", limit));
        }
        for (String url : List.of("http://localhost:8080/", "localhost:8080", "ws:///x", "")) {
            isRefused(new ReplayCommand(), List.of(file, "--gateway", url));
        }
        for (String port : List.of("0", "-1", "65536", "first")) {
            isRefused(new IngressCommand(), List.of("--listen", port));
            isRefused(new UpCommand(), List.of("--port", port));
            isRefused(new RegionsCommand(), List.of("--port", port));
        }
        for (String number : List.of("0", "-1", "2000000000", "two")) {
            isRefused(new UpCommand(), List.of("--gateways", number));
            isRefused(new UpCommand(), List.of("--brokers", number));
        }
        isRefused(new UpCommand(), List.of("--traces", "localhost:4318"));
        isRefused(new ImportCommand(), List.of(file, "--database", "postgresql://localhost/x"));
        isRefused(new ImportCommand(), List.of(file, "--field", "colour=red"));
        isRefused(new DltCommand(), List.of("list", "--bootstrap", "localhost"));
        isRefused(new DltCommand(), List.of("show", "-1:0"));
        isRefused(new DltCommand(), List.of("send", "0:0", "--kind", "table"));
        isRefused(new DltCommand(), List.of("send", "0:0", "--key", " "));
    }

    @Test
    void restartNamesEveryProcessOfTheStackWhetherItRunsOrNot() throws Exception {
        runningStack();
        for (List<String> wrong : List.of(List.<String>of(), List.of("gateway-9"))) {
            List<String> all = new ArrayList<>(wrong);
            all.addAll(List.of("--data", directory.toString()));
            String said = isRefused(new RestartCommand(), all);
            assertTrue(said.contains("NAME is one of: postgres, gateway-1"), said);
        }
    }

    @Test
    void onlyAServiceRunsInDevModeAndTheServicesAreNamed() throws Exception {
        runningStack();
        for (String wrong : List.of("postgres", "gateway")) {
            String said =
                    isRefused(new DevCommand(), List.of(wrong, "--data", directory.toString()));
            assertTrue(said.contains("NAME is one of: gateway-1"), said);
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
    void everyCommandExplainsItselfAndHasAScriptThatIsCalledAsItSays() {
        for (Commands commands : ALL) {
            for (String script : commands.all().keySet()) {
                StringWriter said = new StringWriter();
                CommandLine line = said(commands.line(script), said);
                assertEquals(0, line.execute("--help"), said::toString);
                String name = commands.folder() + "/" + script;
                assertTrue(said.toString().startsWith("Usage: " + name + " "), said::toString);
                assertEquals(2, line.execute("--no-such-option"), script);
                assertTrue(Files.isExecutable(Path.of("../..", name)), name);
            }
        }
    }

    @Test
    void everyScriptIsACommandThatExplainsItselfAndRefusesWhatItDoesNotKnow() throws Exception {
        for (Commands commands : ALL) {
            Path folder = Path.of("../..", commands.folder());
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> scripts =
                        files.filter(Files::isRegularFile).filter(Files::isExecutable).toList();
                for (Path script : scripts) {
                    String name = script.getFileName().toString();
                    assertTrue(commands.all().containsKey(name), script::toString);
                }
            }
        }
        for (String script : List.of("faults/run", "faults/W1", "load/bench", "local/down")) {
            assertEquals(0, exitCode("../" + script, "--help"), script);
            assertEquals(2, exitCode("../" + script, "--no-such-option"), script);
        }
        assertEquals(2, exitCode("../load/bench"));
        assertEquals(2, exitCode("../load/bench", "no-such-benchmark"));
        assertEquals(2, exitCode("../load/bench", "light", "--no-such-option"));
        assertEquals(2, exitCode("../load/bench", "light", "-Dno-value"));
    }

    @Test
    void aWrongCallIsSaidInTwoLinesAndNotFollowedByTheWholeHelp() {
        StringWriter said = new StringWriter();

        said(Load.COMMANDS.line("measure"), said).execute("--clients", "5", "--rooms", "6");

        assertEquals(
                List.of(
                        "--rooms is 6, and must be 1 to the number of clients, 5.",
                        "For help: deploy/load/measure --help"),
                said.toString().lines().toList());
    }

    @Test
    void anOptionThatIsAlmostRightIsSuggested() {
        StringWriter said = new StringWriter();

        said(Load.COMMANDS.line("measure"), said).execute("--client=5");

        assertTrue(said.toString().contains("--clients"), said::toString);
    }

    @Test
    void aRowThatDoesNotExistIsAWrongCallAndTheRowsAreNamed() {
        StringWriter said = new StringWriter();
        CommandLine run = said(Faults.COMMANDS.line("run"), said);
        assertEquals(2, run.execute("W7", "W99"), said::toString);
        assertTrue(said.toString().startsWith("There is no row W99."), said::toString);
        assertTrue(said.toString().contains("W1, W2"), said::toString);
        assertEquals(2, run.execute(), said::toString);
    }

    @Test
    void aJavaHomeWithoutAJdkIsSaidAndNoOtherJavaIsTaken() throws Exception {
        for (List<String> words :
                List.of(List.of("../faults/W1"), List.of("../local/token", "Mira"))) {
            ProcessBuilder call = new ProcessBuilder(words);
            call.environment().put("JAVA_HOME", directory.toString());
            Path said = directory.resolve("said");
            Process process = call.redirectErrorStream(true).redirectOutput(said.toFile()).start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), words::toString);
            assertEquals(1, process.exitValue(), words::toString);
            String text = Files.readString(said);
            assertTrue(text.startsWith("JAVA_HOME is " + directory), text);
        }
    }

    private static final String LINE = "{\"room\":\"r\",\"player\":\"p\",\"text\":\"t\"}\n";

    /** A folder whose script knows two peers. */
    private Path peers() throws Exception {
        Path script = directory.resolve("peers.sh");
        Files.writeString(script, "#!/bin/sh\necho '# peers.sh start red|blue'; exit 2\n");
        assertTrue(script.toFile().setExecutable(true));
        return directory;
    }

    /** The parts of a stack that a command reads before it connects. */
    private void runningStack() throws Exception {
        DataDir data = new DataDir(directory);
        data.ensureSecret();
        ProcessHandle up = ProcessHandle.current();
        StackFile.Started self =
                new StackFile.Started("up", up.pid(), OwnProcess.startedAt(up), null, null, null);
        new StackFile(true, self, null, null, List.of(), List.of("postgres", "gateway-1"))
                .write(data);
    }

    /** The message of a call that ends with exit code 2. */
    private static String isRefused(Object command, List<String> arguments) {
        StringWriter said = new StringWriter();
        int code = line(command, said).execute(arguments.toArray(String[]::new));
        assertEquals(2, code, () -> arguments + ": " + said);
        return said.toString();
    }

    private static int exitCode(String... call) throws Exception {
        Process process =
                new ProcessBuilder(call)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", call));
        return process.exitValue();
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
        return said(new CommandLine(command), said);
    }

    private static CommandLine said(CommandLine line, StringWriter said) {
        return line.setErr(new PrintWriter(said, true)).setOut(new PrintWriter(said, true));
    }
}
