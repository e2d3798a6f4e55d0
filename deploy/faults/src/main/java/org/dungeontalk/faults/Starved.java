package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/**
 * G4: a gateway with a heap of 96 MiB and one CPU has 1,000 players in 100 rooms, 500 long messages
 * a second, so that its memory of the newest messages alone would fill the heap. It must work, or
 * end; then the players go to the second gateway. It is half-alive if it says that it is ready and
 * gives a new player no answer within ten seconds.
 */
final class Starved implements CrowdFault {

    private static final String NAME = "gateway-2";
    private static final int HEAP = 96;
    private static final int PLAYERS = 1_000;
    private static final int ROOMS = 100;
    private static final int PER_SECOND = 500;
    private static final int SECONDS = 180;
    private static final String TEXT = "The lantern flickers twice and goes out. ".repeat(25);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Map<String, String> ONE_CPU =
            Map.of("JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=1");

    /**
     * What was seen.
     *
     * @param seconds how long it lived under load
     * @param halfAlive how many new players got no answer although it said that it was ready
     * @param served how many got one
     */
    private record Life(double seconds, int served, int unready, int halfAlive) {}

    @Override
    public RowResult run(Stack stack) throws Exception {
        URI healthy = new GatewayWatch(stack, "gateway-1").address();
        Process starved = StackServices.replace(stack, NAME, HEAP, ONE_CPU);
        pin(starved.pid());
        Probe readiness = Probe.readiness(stack.service(NAME).plan().readiness());
        if (!readiness.awaitGreen(START_LIMIT)) {
            return new RowResult(!starved.isAlive(), "it did not start");
        }
        GatewayWatch gateway = new GatewayWatch(stack, NAME);
        try (RoamingPlayers players =
                RoamingPlayers.gather(
                        stack,
                        Crowd.of(PLAYERS, ROOMS).saying(TEXT),
                        (player, room) -> starved.isAlive() ? gateway.address() : healthy)) {
            players.talk(PER_SECOND);
            Life life = watch(starved, readiness, gateway);
            if (life.halfAlive() > 0) {
                starved.destroyForcibly().waitFor();
            }
            RunReport report = players.judge();
            return new RowResult(
                    life.halfAlive() == 0 && report.isClean(),
                    "%s after %.0f s; new players: %d served, %d while it was not ready, %d got no answer although it was; %d reconnects, gap p99 %.1f s; %s"
                            .formatted(
                                    end(starved),
                                    life.seconds(),
                                    life.served(),
                                    life.unready(),
                                    life.halfAlive(),
                                    report.gaps().size(),
                                    report.gapSeconds(99),
                                    report.counts()));
        }
    }

    private static String end(Process starved) {
        return starved.isAlive() ? "it worked" : "exit code " + starved.exitValue();
    }

    private static Life watch(Process starved, Probe readiness, GatewayWatch gateway)
            throws InterruptedException, IOException {
        HttpClient http = HttpClient.newHttpClient();
        String token = gateway.token("newcomer");
        long began = System.nanoTime();
        int served = 0;
        int unready = 0;
        int halfAlive = 0;
        while (starved.isAlive() && seconds(began) < SECONDS) {
            boolean ready = readiness.isGreen();
            boolean answered = serves(http, gateway.address(), token);
            if (answered) {
                served++;
            } else if (!ready || !readiness.isGreen()) {
                unready++;
            } else if (starved.isAlive()) {
                halfAlive++;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return new Life(seconds(began), served, unready, halfAlive);
    }

    private static boolean serves(HttpClient http, URI address, String token)
            throws InterruptedException {
        long limit = ANSWER_LIMIT.toMillis();
        try (StompPlayer player =
                StompPlayer.connect(http, address, token).get(limit, TimeUnit.MILLISECONDS)) {
            player.subscribe("/sub/chat/room/newcomers", frame -> {})
                    .get(limit, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** All threads of the process share one CPU. */
    private static void pin(long pid) throws IOException, InterruptedException {
        Process taskset =
                new ProcessBuilder("taskset", "-a", "-c", "-p", "0", Long.toString(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset failed for process " + pid);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
