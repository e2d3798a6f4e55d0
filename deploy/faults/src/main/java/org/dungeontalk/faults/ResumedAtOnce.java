package org.dungeontalk.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/**
 * R2: 5,000 players resume at once, each with ten missed messages. The gateway answers from memory
 * and reads nothing from the log. A gateway has no connection to PostgreSQL.
 */
final class ResumedAtOnce implements Fault {

    private static final int PLAYERS = 5_000;
    private static final int ROOMS = 100;
    private static final int MISSED = 10;
    private static final int AT_ONCE = 100;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> tokens = new ArrayList<>();
    private final AtomicReferenceArray<String> cursors = new AtomicReferenceArray<>(PLAYERS);
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicBoolean hole = new AtomicBoolean();

    @Override
    public boolean limits() {
        return false;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        URI address = gateway.address();
        for (int i = 0; i < PLAYERS; i++) {
            tokens.add(gateway.token("player-" + i));
        }
        try (StompPlayer host = connect(address, gateway.token("host", "service"))) {
            List<StompPlayer> players = gather(address);
            say(host, 1);
            await("all players have a cursor", () -> cursors(PLAYERS));
            players.forEach(StompPlayer::close);
            await("all players have left", () -> gateway.sessions() == 1);
            say(host, MISSED);
            return comeBack(address, gateway);
        }
    }

    private RowResult comeBack(URI address, GatewayWatch gateway) throws Exception {
        List<StompPlayer> players = connectAll(address);
        double blocks = gateway.metric("dungeontalk_gateway_log_catchup_reads_total", "");
        double records = gateway.metric("dungeontalk_gateway_log_records_total", "");
        read.set(0);
        long began = System.nanoTime();
        for (int i = 0; i < PLAYERS; i++) {
            players.get(i).subscribe(destination(i), Optional.of(cursors.get(i)), this::resumed);
        }
        await("all players have all messages", () -> read.get() >= PLAYERS * MISSED);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        blocks = gateway.metric("dungeontalk_gateway_log_catchup_reads_total", "") - blocks;
        records = gateway.metric("dungeontalk_gateway_log_records_total", "") - records;
        players.forEach(StompPlayer::close);
        return new RowResult(
                blocks == 0 && records == 0 && read.get() == PLAYERS * MISSED && !hole.get(),
                "%,d players resumed %,d messages in %,d ms; reads of Kafka: %.0f blocks, %.0f records"
                        .formatted(PLAYERS, read.get(), took, blocks, records));
    }

    private List<StompPlayer> gather(URI address) throws Exception {
        List<StompPlayer> players = connectAll(address);
        for (int i = 0; i < PLAYERS; i++) {
            int player = i;
            players.get(i)
                    .subscribe(destination(i), frame -> noteCursor(player, frame))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        return players;
    }

    private List<StompPlayer> connectAll(URI address) throws Exception {
        List<StompPlayer> players = new ArrayList<>();
        List<CompletableFuture<StompPlayer>> coming = new ArrayList<>();
        for (String token : tokens) {
            coming.add(StompPlayer.connect(http, address, token));
            if (coming.size() % AT_ONCE == 0) {
                for (var player : coming.subList(coming.size() - AT_ONCE, coming.size())) {
                    players.add(player.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
                }
            }
        }
        return players;
    }

    private void noteCursor(int player, StompFrame frame) {
        if (frame.body().contains("\"content\"")) {
            cursors.set(player, frame.header("message-id").orElseThrow());
        }
    }

    private void resumed(StompFrame frame) {
        if (frame.header("resumed").isPresent()) {
            hole.set(true);
        } else if (frame.body().contains("\"content\"")) {
            read.incrementAndGet();
        }
    }

    private boolean cursors(int most) {
        for (int i = 0; i < most; i++) {
            if (cursors.get(i) == null) {
                return false;
            }
        }
        return true;
    }

    /** The host sends this many messages in each room. */
    private static void say(StompPlayer host, int messages) throws Exception {
        for (int room = 0; room < ROOMS; room++) {
            for (int n = 0; n < messages; n++) {
                String body =
                        "{\"roomId\":\"room-%d\",\"type\":\"TALK\",\"content\":\"n%d\"}"
                                .formatted(room, n);
                Answer answer =
                        host.send("/pub/chat/send", body).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (!(answer instanceof Answer.Accepted)) {
                    throw new IllegalStateException("refused: " + answer);
                }
            }
        }
    }

    private StompPlayer connect(URI address, String token) throws Exception {
        return StompPlayer.connect(http, address, token).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String destination(int player) {
        return "/sub/chat/room/room-" + player % ROOMS;
    }

    private static <E extends Exception> void await(
            String what, Await.Question<Boolean, E> condition) throws E, InterruptedException {
        if (!Await.until(LIMIT, Duration.ofMillis(20), condition)) {
            throw new IllegalStateException("Not within " + LIMIT + ": " + what);
        }
    }
}
