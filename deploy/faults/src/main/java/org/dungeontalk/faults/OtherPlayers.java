package org.dungeontalk.faults;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;

/**
 * Honest players who talk all the time, ten to a room. Measures the latency to each member of a
 * room, and checks that every member gets each message that had a receipt exactly once.
 */
final class OtherPlayers implements AutoCloseable {
    private static final int OF_A_ROOM = 10;
    private static final long LIMIT_SECONDS = 60;
    private static final String MARK = "\"content\":\"t";

    private final List<StompPlayer> players = new ArrayList<>();
    private final List<Map<String, Integer>> heard = new ArrayList<>();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger serial = new AtomicInteger();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile String cursor;
    private int next;

    /**
     * @param perSecond messages of all players together
     */
    OtherPlayers(GatewayWatch gateway, int count, int perSecond) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < count; i++) {
            StompPlayer player =
                    StompPlayer.connect(http, gateway.address(), gateway.token("honest-" + i))
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            Map<String, Integer> ids = new ConcurrentHashMap<>();
            player.subscribe("/sub/chat/room/" + room(i), frame -> arrived(frame, ids))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            players.add(player);
            heard.add(ids);
        }
        clock.scheduleAtFixedRate(this::speak, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    /** A cursor of the log, after the first message. */
    String cursor() {
        return cursor;
    }

    /** The latencies since the last call, in nanoseconds. */
    List<Long> taken() {
        List<Long> all = new ArrayList<>();
        for (Long one = latencies.poll(); one != null; one = latencies.poll()) {
            all.add(one);
        }
        return all;
    }

    /**
     * Stops the talk and reports faults: refused messages, missing messages, duplicates. Waits at
     * most a minute for messages under way.
     */
    String wrong() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
        Await.until(
                Duration.ofSeconds(LIMIT_SECONDS),
                Duration.ofMillis(100),
                () -> missing() == 0 && accepted.size() + refused.get() >= serial.get());
        long twice =
                heard.stream().flatMap(ids -> ids.values().stream()).filter(n -> n > 1).count();
        return "%d refused, %d missing, %d twice".formatted(refused.get(), missing(), twice);
    }

    /** Number of messages that had a receipt. */
    int accepted() {
        return accepted.size();
    }

    private long missing() {
        long missing = 0;
        Map<String, Integer> all = new HashMap<>(accepted);
        for (int i = 0; i < heard.size(); i++) {
            int room = i / OF_A_ROOM;
            Map<String, Integer> ids = heard.get(i);
            missing +=
                    all.entrySet().stream()
                            .filter(e -> e.getValue() == room && !ids.containsKey(e.getKey()))
                            .count();
        }
        return missing;
    }

    private void speak() {
        int who = next;
        next = (next + 1) % players.size();
        String id = Integer.toString(serial.incrementAndGet());
        String body =
                "{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"t%d %s \"}"
                        .formatted(room(who), System.nanoTime(), id);
        players.get(who)
                .send("/pub/chat/send", body)
                .whenComplete(
                        (answer, lost) -> {
                            if (answer instanceof Answer.Accepted) {
                                accepted.put(id, who / OF_A_ROOM);
                            } else {
                                refused.incrementAndGet();
                            }
                        });
    }

    private void arrived(StompFrame frame, Map<String, Integer> ids) {
        int at = frame.body().indexOf(MARK);
        if (at >= 0) {
            String[] words = frame.body().substring(at + MARK.length()).split(" ", 3);
            latencies.add(System.nanoTime() - Long.parseLong(words[0]));
            ids.merge(words[1], 1, Integer::sum);
            cursor = frame.header("message-id").orElseThrow();
        }
    }

    private static String room(int player) {
        return "honest-" + player / OF_A_ROOM;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        players.forEach(StompPlayer::close);
    }
}
