package org.dungeontalk.load.measure;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures deliveries under a steady load. */
@Command(
        name = "measure",
        description = {
            "Connects members, sends messages at a fixed rate, and checks and times every"
                    + " delivery.",
            "Latency counts from when a message was due, so a slow gateway can't hide.",
            "Exits with 0 if every member got every message of its room once, in one order."
        })
public final class MeasureCommand implements Callable<Integer> {

    private static final int MOST_CLIENTS = 100_000;
    private static final double FASTEST = 1_000_000;
    private static final int MOST_TEXT = 2_000;
    private static final int MOST_SECONDS = 86_400;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration REPEATS = Duration.ofSeconds(1);
    private static final long SECOND = 1_000_000_000L;

    @Mixin private DataOption data;

    @Spec private CommandSpec spec;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "100",
            description = "Members, each with one connection. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            defaultValue = "10",
            description = "Rooms that the members are spread over. Default: ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "Messages per second, all members together. A gateway accepts 5 of a player;"
                            + " one of a stack started with --no-limits accepts any rate. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long messages count. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Seconds of the same load before that. A JVM that has just started needs a"
                            + " minute. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--text",
            paramLabel = "N",
            defaultValue = "200",
            description = "Characters of a message, 40 to 2000. Default: ${DEFAULT-VALUE}.")
    private int text;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "Connect to this ws:// or wss:// address; may be repeated. Needs --tokens."
                            + " Default: all gateways of the stack in turn.")
    private List<URI> gateways = List.of();

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "One token on each line; the members take them in turn. Default: tokens of the"
                            + " stack.")
    private Path tokens;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw the latencies by percentile into this SVG file.")
    private Path chart;

    @Option(names = "--json", description = "Print the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        if (chart != null) {
            checkChart();
        }
        Optional<StackFile> stack = stack();
        OpenLoop loop = new OpenLoop(rate, warmUp * SECOND, seconds * SECOND);
        LoadPlan plan = new LoadPlan(LoadPlan.newRoomPrefix(), clients, rooms, text, loop);
        StackCpu cpu = new StackCpu(stack.map(StackFile::processes).orElse(List.of()));
        Measurement measurement =
                new Measurement(plan, cpu, json ? System.err : System.out, PATIENCE, REPEATS);
        LoadResult result = measurement.run(addresses(stack), tokens());
        if (json) {
            System.out.println(result.json());
        } else {
            result.print(System.out);
        }
        if (chart != null) {
            String title =
                    "Latency of deliveries: %d members, %d rooms, %s messages/s"
                            .formatted(
                                    clients,
                                    rooms,
                                    BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString());
            Files.writeString(chart, PercentileChart.svg(title, result.latencies()));
        }
        return result.clean() ? 0 : 1;
    }

    private void check() {
        require(clients >= 1 && clients <= MOST_CLIENTS, "--clients must be 1 to 100000.");
        require(
                rooms >= 1 && rooms <= clients,
                "--rooms is %d, and must be 1 to the number of clients, %d."
                        .formatted(rooms, clients));
        require(rate >= 1 && rate <= FASTEST, "--rate must be 1 to 1000000 messages a second.");
        require(seconds >= 1 && seconds <= MOST_SECONDS, "--seconds must be 1 to 86400.");
        require(warmUp >= 0 && warmUp <= MOST_SECONDS, "--warm-up must be 0 to 86400 seconds.");
        require(text >= Mark.LONGEST && text <= MOST_TEXT, "--text must be 40 to 2000.");
        require(
                gateways.stream().allMatch(url -> Usage.isAddress(url, "ws", "wss")),
                "--gateway must be an address such as ws://127.0.0.1:8080/ws-chat.");
        require(
                gateways.isEmpty() || tokens != null,
                "--gateway needs --tokens: a file with tokens that this gateway accepts.");
    }

    /** So that a long measurement is not made for a chart that can't be written. */
    private void checkChart() {
        Path folder = chart.toAbsolutePath().getParent();
        boolean writable =
                Files.exists(chart)
                        ? !Files.isDirectory(chart) && Files.isWritable(chart)
                        : Files.isDirectory(folder) && Files.isWritable(folder);
        if (!writable) {
            throw new StackFailed("Can't write the file %s.".formatted(chart));
        }
    }

    private static List<String> lines(Path tokens) {
        try {
            return Files.readAllLines(tokens).stream()
                    .map(String::strip)
                    .filter(token -> !token.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new StackFailed("Can't read tokens from the file %s.".formatted(tokens), e);
        }
    }

    private void require(boolean holds, String otherwise) {
        Usage.require(spec, holds, otherwise);
    }

    /** The local stack; empty for a gateway elsewhere. */
    private Optional<StackFile> stack() throws IOException {
        return gateways.isEmpty()
                ? Optional.of(StackFile.read(data.get()).orElseThrow(data.get()::noStack))
                : Optional.empty();
    }

    private List<URI> addresses(Optional<StackFile> stack) {
        return stack.map(StackFile::gateways).orElse(gateways);
    }

    private IntFunction<String> tokens() throws IOException {
        if (tokens != null) {
            List<String> lines = lines(tokens);
            if (lines.isEmpty()) {
                throw new StackFailed("%s has no token.".formatted(tokens));
            }
            return member -> lines.get(member % lines.size());
        }
        SignedToken signed = new SignedToken(data.get().secret());
        Instant now = Instant.now();
        return member ->
                signed.of(
                        SignedToken.Player.named("player-" + member),
                        now,
                        Duration.ofSeconds(3_600L + warmUp + seconds));
    }
}
