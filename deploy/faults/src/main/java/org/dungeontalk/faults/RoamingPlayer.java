package org.dungeontalk.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dungeontalk.faults.check.PlayerStream;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;

/**
 * A player with a good client. It reconnects with jitter whenever the connection ends, resumes
 * after its last cursor, and sends messages without a receipt again with the same id. Thread-safe,
 * never blocks.
 */
final class RoamingPlayer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int JITTER_MILLIS = 500;
    private static final int RETRY_MILLIS = 300;

    private final String name;
    private final String room;
    private final String token;
    private final HttpClient http;
    private final Supplier<URI> gateways;
    private final List<String> sent = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final Map<String, Long> unread = new HashMap<>();
    private final List<Long> delays = new ArrayList<>();
    private StompPlayer connection;
    private String cursor;
    private String unanswered;
    private String refusal;
    private boolean holes;
    private boolean joined;
    private boolean left;
    private long lostAt;
    private long sentAt;

    /**
     * @param gateways queried before every connection
     */
    RoamingPlayer(String name, String room, String token, HttpClient http, Supplier<URI> gateways) {
        this.name = name;
        this.room = room;
        this.token = token;
        this.http = http;
        this.gateways = gateways;
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

    private void arrived(StompPlayer player) {
        Optional<String> after;
        synchronized (this) {
            connection = player;
            after = Optional.ofNullable(cursor);
        }
        player.closed().thenRun(this::lost);
        player.subscribe("/sub/chat/room/" + room, after, frame -> read(player, frame))
                .thenApply(this::joined)
                .whenComplete(
                        (done, e) -> {
                            if (e != null) {
                                player.close();
                            }
                        });
    }

    private synchronized Answer joined(Answer answer) {
        joined = true;
        if (lostAt != 0) {
            gaps.add(System.nanoTime() - lostAt);
            lostAt = 0;
        }
        if (unanswered != null) {
            send(unanswered);
        }
        return answer;
    }

    private synchronized void lost() {
        if (joined && lostAt == 0) {
            lostAt = System.nanoTime();
        }
        joined = false;
        if (!left) {
            later(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)).execute(this::again);
        }
    }

    /** Sends a message, unless it still waits for the previous receipt. */
    synchronized void talk() {
        if (joined && unanswered == null) {
            unanswered = MessageId.next();
            sent.add(unanswered);
            sentAt = System.nanoTime();
            unread.put(unanswered, sentAt);
            send(unanswered);
        }
    }

    private void send(String id) {
        connection.send("/pub/chat/send", body(id)).thenAccept(answer -> answered(id, answer));
    }

    private synchronized void answered(String id, Answer answer) {
        if (!id.equals(unanswered)) {
            return;
        }
        if (answer instanceof Answer.Refused no && no.temporary()) {
            later(RETRY_MILLIS).execute(() -> resend(id));
        } else if (answer instanceof Answer.Refused no) {
            refusal = no.code();
            unanswered = null;
        } else {
            receipts.add(id);
            waits.add(System.nanoTime() - sentAt);
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
            holes = true;
            return;
        }
        try {
            JsonNode body = JSON.readTree(frame.body());
            if (body.hasNonNull("messageId")) {
                cursor = frame.header("message-id").orElseThrow();
                read(body.get("messageId").asText());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of a MESSAGE is not JSON", e);
        }
    }

    private void read(String id) {
        read.add(id);
        Long since = unread.remove(id);
        if (since != null) {
            delays.add(System.nanoTime() - since);
        }
    }

    private String body(String id) {
        try {
            return JSON.writeValueAsString(
                    Map.of(
                            "messageId",
                            id,
                            "roomId",
                            room,
                            "content",
                            "by " + name,
                            "type",
                            "TALK"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void leave() {
        left = true;
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

    /** A sentence if a stream could not be resumed, or a message was permanently refused. */
    synchronized Optional<String> trouble() {
        return holes ? Optional.of("resumed: false") : Optional.ofNullable(refusal);
    }

    synchronized PlayerStream playerStream() {
        return new PlayerStream(name, room, sent(), receipts(), read());
    }

    String name() {
        return name;
    }

    String room() {
        return room;
    }

    synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    synchronized List<String> receipts() {
        return List.copyOf(receipts);
    }

    synchronized List<String> read() {
        return List.copyOf(read);
    }

    /** For each lost connection, the nanoseconds until its stream went on. */
    synchronized List<Long> gaps() {
        return List.copyOf(gaps);
    }

    /** For each message with a receipt, the nanoseconds from its first attempt to the receipt. */
    synchronized List<Long> waits() {
        return List.copyOf(waits);
    }

    /** For each own message that came back, the nanoseconds from its first attempt. */
    synchronized List<Long> delays() {
        return List.copyOf(delays);
    }

    private static Executor later(int millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
