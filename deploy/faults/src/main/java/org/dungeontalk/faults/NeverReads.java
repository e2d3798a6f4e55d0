package org.dungeontalk.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/**
 * W1: a member of a busy room never reads. Rounds without and with such a member alternate, so that
 * variations of the machine affect both equally. The p99 of the others is compared over all rounds.
 */
final class NeverReads implements Fault {

    private static final int LISTENERS = 20;
    private static final int PER_SECOND = 200;
    private static final int ROUNDS = 4;
    private static final Duration QUIET = Duration.ofSeconds(12);
    private static final Duration CLOSED_LIMIT = Duration.ofSeconds(60);
    private static final double MOST_CHANGE = 0.20;
    private static final String ROOM = "/sub/chat/room/busy";
    private static final String PADDING = "x".repeat(1_900);

    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        URI address = gateway.address();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        List<StompPlayer> players = new ArrayList<>();
        try {
            HttpClient http = HttpClient.newHttpClient();
            for (int i = 0; i <= LISTENERS; i++) {
                String token = gateway.token("listener-" + i, "service");
                StompPlayer player =
                        StompPlayer.connect(http, address, token).get(60, TimeUnit.SECONDS);
                player.subscribe(ROOM, this::arrived).get(60, TimeUnit.SECONDS);
                players.add(player);
            }
            StompPlayer speaker = players.get(LISTENERS);
            clock.scheduleAtFixedRate(
                    () -> speak(speaker), 0, 1_000_000 / PER_SECOND, TimeUnit.MICROSECONDS);
            TimeUnit.SECONDS.sleep(QUIET.toSeconds());
            List<Long> alone = new ArrayList<>();
            List<Long> beside = new ArrayList<>();
            int closed = 0;
            for (int round = 0; round < ROUNDS; round++) {
                alone.addAll(during(QUIET));
                closed += besideOneThatNeverReads(stack, gateway, beside);
            }
            double change = (double) p99(beside) / p99(alone) - 1;
            return new RowResult(
                    closed == ROUNDS && change < MOST_CHANGE,
                    "p99 of the others %.1f ms alone, %.1f ms beside it (%+.0f %%); closed as SLOW_CONSUMER %d of %d times"
                            .formatted(
                                    p99(alone) / 1e6,
                                    p99(beside) / 1e6,
                                    100 * change,
                                    closed,
                                    ROUNDS));
        } finally {
            clock.shutdownNow();
            players.forEach(StompPlayer::close);
        }
    }

    /** Adds the latencies until it is closed. Returns 1 if that was in time. */
    private int besideOneThatNeverReads(Stack stack, GatewayWatch gateway, List<Long> latenciesTo)
            throws Exception {
        double before = slow(gateway);
        latencies.clear();
        try (RawSocket deaf = RawSocket.connected(stack, gateway.token("deaf"))) {
            deaf.frame(RawSocket.TEXT, "SUBSCRIBE\nid:s\ndestination:" + ROOM + "\n\n\0");
            Await.until(CLOSED_LIMIT, Duration.ofMillis(500), () -> slow(gateway) > before);
            latenciesTo.addAll(taken());
        }
        return slow(gateway) > before ? 1 : 0;
    }

    private static double slow(GatewayWatch gateway) throws Exception {
        return gateway.metric("dungeontalk_gateway_sessions_closed_total", "SLOW_CONSUMER");
    }

    private List<Long> during(Duration time) throws InterruptedException {
        latencies.clear();
        TimeUnit.SECONDS.sleep(time.toSeconds());
        return taken();
    }

    private List<Long> taken() {
        List<Long> all = new ArrayList<>(latencies);
        latencies.clear();
        return all;
    }

    private static void speak(StompPlayer speaker) {
        String body =
                "{\"roomId\":\"busy\",\"type\":\"TALK\",\"content\":\"t%d %s\"}"
                        .formatted(System.nanoTime(), PADDING);
        speaker.send("/pub/chat/send", body);
    }

    private void arrived(StompFrame frame) {
        int at = frame.body().indexOf("\"content\":\"t");
        if (at >= 0) {
            int from = at + "\"content\":\"t".length();
            long sent =
                    Long.parseLong(frame.body().substring(from, frame.body().indexOf(' ', from)));
            latencies.add(System.nanoTime() - sent);
        }
    }

    private static long p99(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Long.MAX_VALUE : sorted.get(sorted.size() * 99 / 100);
    }
}
