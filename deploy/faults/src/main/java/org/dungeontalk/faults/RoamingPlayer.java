package org.dungeontalk.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dungeontalk.faults.check.PlayerHistory;
import org.dungeontalk.faults.check.Source;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;

/**
 * A player with a good client. It reconnects with jitter whenever the connection ends, resumes
 * after its last cursor, and sends messages without a receipt again with the same id. If an answer
 * does not come, it reconnects too. If the gateway refuses the time in an id, it makes a new one
 * from the gateway's time. Records everything in its history. Thread-safe, never blocks.
 */
final class RoamingPlayer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int JITTER_MILLIS = 500;
    private static final int RETRY_MILLIS = 300;

    private final String name;
    private final String room;
    private final String text;
    private final String token;
    private final HttpClient http;
    private final Supplier<URI> gateways;
    private final PlayerHistory history;
    private final MessageIds ids = new MessageIds(Clock.systemUTC());
    private final PlayerTimes times = new PlayerTimes();
    private StompPlayer connection;
    private String cursor;
    private Instant asked;
    private String unanswered;
    private String refusal;
    private boolean gapTold;
    private boolean joined;
    private boolean left;

    /**
     * @param text what its messages say, before its name
     * @param gateways queried before every connection
     */
    RoamingPlayer(
            String name,
            String room,
            String text,
            String token,
            HttpClient http,
            Supplier<URI> gateways,
            PlayerHistory history) {
        this.name = name;
        this.room = room;
        this.text = text;
        this.token = token;
        this.http = http;
        this.gateways = gateways;
        this.history = history;
    }

    /**
     * Connects, and retries until it works. After that, only the end of the connection leads to
     * another one, so a player never has two.
     */
    void travel() {
        StompPlayer.connect(http, gateways.get(), token)
                .whenComplete(
                        (player, e) -> {
                            if (e != null) {
                                later(RETRY_MILLIS).execute(this::again);
                            } else {
                                arrived(player);
                            }
                        });
    }

    private void again() {
        if (!hasLeft()) {
            travel();
        }
    }

    /** Holds the lock until it waits for the answer, so that no message is read before that. */
    private synchronized void arrived(StompPlayer player) {
        connection = player;
        player.closed().thenRun(() -> lost(player));
        asked = Instant.now();
        history.joining();
        Optional<String> after = Optional.ofNullable(cursor);
        player.subscribe("/sub/chat/room/" + room, after, frame -> read(player, frame))
                .whenComplete((answer, e) -> subscribed(player, after.isPresent(), answer));
    }

    /**
     * @param answer {@code null} if there was none
     */
    private synchronized void subscribed(StompPlayer player, boolean resuming, Answer answer) {
        if (player != connection) {
            return;
        }
        if (!(answer instanceof Answer.Subscribed position)) {
            player.close();
            return;
        }
        if (!resuming) {
            history.joined();
        } else if (position.resumed().orElse(true)) {
            history.resumed();
        } else {
            tellGap(position.cursor());
        }
        if (cursor == null) {
            cursor = position.cursor().orElse(null);
        }
        joined = true;
        times.back();
        if (unanswered != null) {
            send(unanswered);
        }
    }

    private void tellGap(Optional<String> continuesAfter) {
        gapTold = true;
        history.gap();
        cursor = continuesAfter.orElse(cursor);
    }

    private synchronized void lost(StompPlayer player) {
        if (player != connection) {
            return;
        }
        connection = null;
        if (joined) {
            times.lost();
        }
        joined = false;
        if (!left) {
            history.disconnected();
            later(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)).execute(this::again);
        }
    }

    /** Sends a message, unless it still waits for the previous receipt. */
    synchronized void talk() {
        if (joined && unanswered == null) {
            unanswered = ids.next();
            times.sent(unanswered);
            send(unanswered);
        }
    }

    private void send(String id) {
        StompPlayer by = connection;
        history.sent(id);
        by.send("/pub/chat/send", body(id)).whenComplete((answer, e) -> answered(by, id, answer));
    }

    /**
     * Ignores answers of an ended connection: the message is sent again on the next one.
     *
     * @param answer {@code null} if there was none in time
     */
    private synchronized void answered(StompPlayer from, String id, Answer answer) {
        if (from != connection) {
            return;
        }
        if (answer == null) {
            from.close();
            return;
        }
        if (answer instanceof Answer.Refused no) {
            history.refused(id, no.code());
        } else {
            history.receipt(id);
        }
        if (!id.equals(unanswered)) {
            return;
        }
        if (answer instanceof Answer.Refused no && no.temporary()) {
            later(RETRY_MILLIS).execute(() -> resend(id));
        } else if (answer instanceof Answer.Refused no && ids.correctedBy(no)) {
            unanswered = ids.next();
            times.renamed(id, unanswered);
            send(unanswered);
        } else if (answer instanceof Answer.Refused no) {
            refusal = no.code();
            times.refused();
            unanswered = null;
        } else {
            times.receipt();
            unanswered = null;
        }
    }

    private synchronized void resend(String id) {
        if (joined && id.equals(unanswered)) {
            send(id);
        }
    }

    /** Ignores frames of an ended connection: they come again on the next one. */
    private synchronized void read(StompPlayer from, StompFrame frame) {
        if (from != connection) {
            return;
        }
        if (frame.header("resumed").isPresent()) {
            tellGap(frame.header("cursor"));
            return;
        }
        try {
            JsonNode body = JSON.readTree(frame.body());
            if (body.hasNonNull("messageId")) {
                cursor = frame.header("message-id").orElseThrow();
                String id = body.get("messageId").asText();
                boolean missed = Instant.parse(body.get("createdAt").asText()).isBefore(asked);
                history.read(id, missed ? Source.RESUME : Source.LIVE);
                times.read(id);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of a MESSAGE is not JSON", e);
        }
    }

    private String body(String id) {
        return JSON.createObjectNode()
                .put("messageId", id)
                .put("roomId", room)
                .put("content", text + "by " + name)
                .put("type", "TALK")
                .toString();
    }

    synchronized void leave() {
        left = true;
        history.left();
        if (connection != null) {
            connection.close();
        }
    }

    private synchronized boolean hasLeft() {
        return left;
    }

    synchronized boolean isJoined() {
        return joined;
    }

    /** Whether all its messages have an answer. */
    synchronized boolean isAnswered() {
        return unanswered == null;
    }

    /** A word if the player was told of a gap, or a message was refused for good. */
    synchronized Optional<String> trouble() {
        return gapTold ? Optional.of("resumed: false") : Optional.ofNullable(refusal);
    }

    /** Number of messages with a receipt. */
    synchronized int receipts() {
        return times.receipts();
    }

    /** Number of messages read so far. */
    long reads() {
        return history.reads();
    }

    synchronized Timings timings() {
        return times.timings();
    }

    /** See {@link PlayerTimes#takeLongestStall}. */
    synchronized long takeLongestStall() {
        return times.takeLongestStall();
    }

    private static Executor later(int millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
