package org.dungeontalk.load.player;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One player's connection to a gateway: connects, subscribes, sends, and matches each answer to its
 * request. Every wait is limited by {@link #ANSWER_LIMIT}. Any thread may call its methods, and
 * none blocks. A thread of the HTTP client completes their results and hands over messages in
 * order.
 */
public final class StompPlayer implements AutoCloseable {

    /** Longest wait for an answer: the gateway gives up on the log after 30 s. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(45);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ERRORS = "/user/queue/errors";

    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Answer>> unanswered = new ConcurrentHashMap<>();
    private final Map<String, Consumer<StompFrame>> subscriptions = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private CompletableFuture<WebSocket> outgoing;

    private StompPlayer() {}

    /**
     * Opens a connection, with the token in CONNECT, and subscribes to the refusals.
     *
     * @param client makes the connection; shared by many players
     * @param gateway the endpoint, {@code ws://host:port/ws-chat}
     * @return fails with an {@link IOException} if the gateway refuses or is away
     */
    public static CompletableFuture<StompPlayer> connect(
            HttpClient client, URI gateway, String token) {
        StompPlayer player = new StompPlayer();
        player.outgoing =
                client.newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(20))
                        .subprotocols("v12.stomp")
                        .buildAsync(gateway, new FrameReader(player::received, player::ended));
        player.outgoing.exceptionally(
                e -> {
                    player.ended(e);
                    return null;
                });
        player.write(StompFrame.connect(gateway.getHost(), token));
        return player.connected
                .orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .thenCompose(done -> player.subscribe(ERRORS, player::refused))
                .thenApply(done -> player)
                .whenComplete(
                        (done, e) -> {
                            if (e != null) {
                                player.ended(e);
                            }
                        });
    }

    /**
     * Subscribes, and completes when the gateway has fixed the subscription's position.
     *
     * @param onMessage gets each MESSAGE of this subscription, in order
     */
    public CompletableFuture<Answer> subscribe(String destination, Consumer<StompFrame> onMessage) {
        return subscribe(destination, Optional.empty(), onMessage);
    }

    /**
     * Subscribes, and resumes after a message.
     *
     * @param after the {@code message-id} of that message; empty: from now on
     * @return an {@link Answer.Subscribed}, unless it is refused
     */
    public CompletableFuture<Answer> subscribe(
            String destination, Optional<String> after, Consumer<StompFrame> onMessage) {
        String id = "s" + numbers.incrementAndGet();
        subscriptions.put(id, onMessage);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("id", id);
        headers.put("destination", destination);
        after.ifPresent(cursor -> headers.put("after", cursor));
        return asked(
                        receipt -> {
                            headers.put("receipt", receipt);
                            return new StompFrame("SUBSCRIBE", headers, "");
                        })
                .thenApply(
                        answer ->
                                answer instanceof Answer.Accepted
                                        ? new Answer.Subscribed(Optional.empty(), Optional.empty())
                                        : answer);
    }

    /**
     * Sends a body, and completes with the gateway's answer.
     *
     * @param body JSON
     * @return fails with an {@link IOException} when the connection is lost first, or with a
     *     timeout
     */
    public CompletableFuture<Answer> send(String destination, String body) {
        return asked(
                receipt ->
                        StompFrame.of(
                                "SEND",
                                body,
                                "destination",
                                destination,
                                "content-type",
                                "application/json",
                                "receipt",
                                receipt));
    }

    /** Completes when the connection has ended, for whatever reason. */
    public CompletableFuture<Void> closed() {
        return closed;
    }

    /** Ends the connection at once. Open requests get no answer. */
    @Override
    public void close() {
        ended(new IOException("Closed by the player"));
    }

    private CompletableFuture<Answer> asked(Function<String, StompFrame> frame) {
        String receipt = "r" + numbers.incrementAndGet();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        unanswered.put(receipt, answer);
        write(frame.apply(receipt));
        if (closed.isDone()) {
            lost(receipt, new IOException("The connection is closed"));
        }
        return answer.orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((done, e) -> unanswered.remove(receipt));
    }

    /** The WebSocket takes one message at a time, so each waits for the previous one. */
    private synchronized void write(StompFrame frame) {
        String text = frame.encoded();
        outgoing = outgoing.thenCompose(socket -> socket.sendText(text, true));
        outgoing.whenComplete(
                (done, e) -> {
                    if (e != null) {
                        ended(e);
                    }
                });
    }

    private void received(StompFrame frame) {
        switch (frame.command()) {
            case "CONNECTED" -> connected.complete(null);
            case "RECEIPT" -> accepted(frame);
            case "MESSAGE" ->
                    frame.header("subscription")
                            .map(subscriptions::get)
                            .ifPresent(subscription -> subscription.accept(frame));
            case "ERROR" ->
                    ended(new IOException("ERROR: " + frame.header("message").orElse("no reason")));
            default -> ended(new IOException("Unexpected frame " + frame.command()));
        }
    }

    private void accepted(StompFrame frame) {
        CompletableFuture<Answer> answer = unanswered.get(frame.header("receipt-id").orElse(""));
        if (answer != null) {
            Optional<String> cursor = frame.header("cursor");
            Optional<Boolean> resumed = frame.header("resumed").map(Boolean::valueOf);
            answer.complete(
                    cursor.isPresent() || resumed.isPresent()
                            ? new Answer.Subscribed(cursor, resumed)
                            : new Answer.Accepted());
        }
    }

    private void refused(StompFrame frame) {
        try {
            JsonNode body = JSON.readTree(frame.body());
            CompletableFuture<Answer> answer = unanswered.get(body.path("receiptId").asText(""));
            if (answer != null) {
                answer.complete(
                        new Answer.Refused(
                                body.path("code").asText(),
                                body.path("message").asText(),
                                body.path("temporary").asBoolean(),
                                time(body.path("serverTime"))));
            }
        } catch (JsonProcessingException e) {
            ended(e);
        }
    }

    private static Optional<Instant> time(JsonNode text) {
        return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
    }

    private void ended(Throwable reason) {
        IOException lost = new IOException("The connection was lost: " + reason.getMessage());
        lost.initCause(reason);
        if (closed.complete(null)) {
            connected.completeExceptionally(lost);
            unanswered.keySet().forEach(receipt -> lost(receipt, lost));
            synchronized (this) {
                outgoing.thenAccept(WebSocket::abort);
            }
        }
    }

    private void lost(String receipt, IOException reason) {
        CompletableFuture<Answer> answer = unanswered.remove(receipt);
        if (answer != null) {
            answer.completeExceptionally(reason);
        }
    }
}
