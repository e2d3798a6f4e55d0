package org.dungeontalk.load.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dungeontalk.load.measure.StackCpu;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;
import org.dungeontalk.local.token.SignedToken;

/** The local stack with one gateway, without rate limits. Its data is deleted first. */
final class OwnServer implements ComparedServer {

    private static final Duration LIFETIME = Duration.ofHours(6);

    /** The load client names itself so in its messages; the gateway refuses any other id. */
    private static final String SENDER = "p";

    private static final List<String> CONSUMERS = List.of("persistence", "analytics");

    private final Path directory;
    private final boolean whole;
    private final int tokens;
    private final Stack stack;
    private List<StackFile.Started> processes = List.of();

    /**
     * @param directory for the stack's data
     * @param whole whether persistence and analytics run too
     * @param tokens how many players
     */
    OwnServer(Path directory, int brokers, boolean whole, int tokens) {
        this.directory = directory;
        this.whole = whole;
        this.tokens = tokens;
        stack =
                new Stack(
                        new StackOptions(
                                DataOption.projectRoot(),
                                directory,
                                StackPorts.free(1, brokers),
                                false,
                                true,
                                false),
                        Progress.to(System.err));
    }

    @Override
    public String start() throws IOException {
        stack.start();
        if (!whole) {
            CONSUMERS.forEach(name -> stack.service(name).stop());
        }
        StackFile running = stack.describe();
        String gateway = running.processesNamed("gateway").get(0).urls().get("ws");
        processes = running.processes();
        String pids =
                processes.stream()
                        .filter(p -> p.name().startsWith("gateway") || p.name().startsWith("kafka"))
                        .map(process -> Long.toString(process.pid()))
                        .collect(Collectors.joining(","));
        return "--url %s?token={token} --tokens %s --pids %s".formatted(gateway, tokenFile(), pids);
    }

    @Override
    public void requireAlive() {
        for (StackFile.Started process : processes) {
            if (ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).isEmpty()) {
                throw new StackFailed(
                        "Our %s ended during the measurement. See %s"
                                .formatted(process.name(), process.log()));
            }
        }
    }

    @Override
    public Optional<StackCpu> cpu() {
        return whole ? Optional.of(new StackCpu(processes)) : Optional.empty();
    }

    @Override
    public void close() {
        stack.close();
    }

    private Path tokenFile() throws IOException {
        SignedToken token = new SignedToken(stack.data().secret());
        Instant now = Instant.now();
        Path file = directory.resolve("tokens");
        return Files.write(
                file,
                IntStream.range(0, tokens)
                        .mapToObj(i -> SignedToken.Player.named(SENDER + i))
                        .map(player -> token.of(player, now, LIFETIME))
                        .toList());
    }
}
