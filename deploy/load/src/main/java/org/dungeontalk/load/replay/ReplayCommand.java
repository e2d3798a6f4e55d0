package org.dungeontalk.load.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a recorded session through the gateways as its players. */
@Command(
        name = "replay",
        description = {
            "Replays a file of {room, player, text} objects, one on each line, plain or gzip.",
            "Each player has one connection. Each room keeps its order; all rooms run at the same"
                    + " time.",
            "Exits with 0 if each line was answered by a receipt or a refusal."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final int MALFORMED_SHOWN = 10;
    private static final long PROGRESS_SECONDS = 2;
    private static final double SLOWEST = 0.001;
    private static final double FASTEST = 1_000_000;

    /** A gateway's default limit for one player. */
    private static final double MESSAGES_PER_SECOND = 5;

    @Mixin private DataOption data;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recorded session.")
    private Path file;

    @ArgGroup(exclusive = true)
    private Speed speed = new Speed();

    /** The speed, by one of two options. */
    static final class Speed {
        @Option(
                names = "--rate",
                paramLabel = "N",
                description = "Lines per second, all rooms together. Default: 50.")
        private double rate = 50;

        @Option(
                names = "--full-speed",
                description =
                        "Send each line as soon as the previous line of its room is answered. Start"
                                + " the stack with --no-limits for this.")
        private boolean full;
    }

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "Connect to this ws:// address. Default: all gateways of the stack in turn.")
    private URI gateway;

    @Option(
            names = "--rooms-prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Prefix for each room id, to replay a file into new rooms.")
    private String prefix;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "9223372036854775807",
            description = "Replay only the first N lines.")
    private long limit;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the room, index, messageId and answer of each line to this file, as JSON"
                            + " lines.")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        List<URI> gateways = gateways();
        SignedToken token = new SignedToken(data.get().secret());
        Session session = Session.read(file, prefix, limit);
        sayMalformed(session);
        if (session.size() == 0) {
            throw new StackFailed("%s has no line that can be played.".formatted(file));
        }
        Tally tally = new Tally(session.size());
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (Outcomes outcomes = new Outcomes(out)) {
            Thread hook = new Thread(() -> stopped(tally, outcomes), "account");
            Runtime.getRuntime().addShutdownHook(hook);
            Pace pace = new Pace(scheduler, speed.full ? 0 : speed.rate);
            Stage stage =
                    new Stage(gateways, token, scheduler, pace, tally, outcomes, whySlow(session));
            play(session, stage);
            stage.leave();
        } finally {
            scheduler.shutdownNow();
        }
        tally.print(System.out);
        if (!session.malformed().isEmpty()) {
            System.out.println("malformed   " + session.malformed().size());
        }
        return tally.allAnswered() ? 0 : 1;
    }

    private void check() {
        Usage.require(
                spec,
                speed.rate >= SLOWEST && speed.rate <= FASTEST,
                "--rate must be 0.001 to 1000000 lines a second.");
        Usage.require(spec, limit > 0, "--limit must be greater than 0.");
        Usage.require(
                spec,
                gateway == null || Usage.isAddress(gateway, "ws", "wss"),
                "--gateway must be an address such as ws://127.0.0.1:8080/ws-chat.");
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StackFailed("Can't read the file " + file + ".");
        }
    }

    /**
     * Prints the progress if the command is stopped, and writes the outcomes so far. Does nothing
     * if the result was printed.
     */
    private static void stopped(Tally tally, Outcomes outcomes) {
        try {
            outcomes.flush();
        } catch (IOException e) {
            System.err.println(e);
        }
        tally.print(System.out);
        System.out.flush();
    }

    private static String whySlow(Session session) {
        Map.Entry<String, Double> busiest = session.busiest();
        return String.format(
                Locale.ROOT,
                "Slowed down: the gateway accepts 5 messages a second from a player, and %s has"
                    + " %.0f %% of all lines, so the maximum is about %.0f lines a second. A stack"
                    + " started with --no-limits accepts any rate.",
                busiest.getKey(),
                100 * busiest.getValue(),
                MESSAGES_PER_SECOND / busiest.getValue());
    }

    private void play(Session session, Stage stage) throws InterruptedException {
        System.out.printf("%d lines in %d rooms%n", session.size(), session.rooms().size());
        stage.scheduler()
                .scheduleAtFixedRate(
                        () -> System.out.println(stage.tally().progress()),
                        PROGRESS_SECONDS,
                        PROGRESS_SECONDS,
                        TimeUnit.SECONDS);
        List<RoomRun> runs =
                session.rooms().values().stream().map(lines -> new RoomRun(lines, stage)).toList();
        try {
            CompletableFuture.allOf(
                            runs.stream().map(RoomRun::start).toArray(CompletableFuture[]::new))
                    .get();
        } catch (ExecutionException e) {
            throw new StackFailed("The replay failed: " + e.getCause().getMessage(), e);
        }
    }

    private void sayMalformed(Session session) {
        session.malformed().stream()
                .limit(MALFORMED_SHOWN)
                .forEach(line -> System.err.println("Skipped " + line));
        int more = session.malformed().size() - MALFORMED_SHOWN;
        if (more > 0) {
            System.err.println("Skipped " + more + " more malformed lines");
        }
    }

    private List<URI> gateways() throws IOException {
        if (gateway != null) {
            return List.of(gateway);
        }
        return StackFile.read(data.get()).orElseThrow(data.get()::noStack).gateways();
    }
}
