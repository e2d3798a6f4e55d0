package org.dungeontalk.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A WebSocket that sends what it is told, frame by frame, and keeps everything that comes. */
public final class RawClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    private RawClient() {}

    /** Opens {@code ws://…/ws-chat} with the query given ("" for none). */
    public static RawClient open(int port, String query) {
        return open(port, "/ws-chat", query);
    }

    public static RawClient open(int port, String path, String query) {
        return open(port, path, query, HTTP.newWebSocketBuilder());
    }

    /** Opens {@code ws://…/ws-chat} with more headers in the handshake. */
    public static RawClient open(int port, Map<String, String> headers) {
        WebSocket.Builder handshake = HTTP.newWebSocketBuilder();
        headers.forEach(handshake::header);
        return open(port, "/ws-chat", "", handshake);
    }

    private static RawClient open(
            int port, String path, String query, WebSocket.Builder handshake) {
        RawClient client = new RawClient();
        client.socket =
                handshake
                        .subprotocols("v12.stomp")
                        .connectTimeout(TIMEOUT)
                        .buildAsync(URI.create("ws://localhost:" + port + path + query), client)
                        .join();
        return client;
    }

    /** The HTTP status with which the handshake was refused; 101 if it wasn't. */
    public static int statusOf(int port, String query) {
        return statusOf(port, "/ws-chat", query, Map.of());
    }

    /** The same at that path, with more headers in the handshake. */
    public static int statusOf(int port, String path, String query, Map<String, String> headers) {
        return refusal(port, path, query, headers).map(HttpResponse::statusCode).orElse(101);
    }

    /** The answer that refuses that handshake; empty if none does. */
    public static Optional<HttpResponse<?>> refusal(
            int port, String path, String query, Map<String, String> headers) {
        WebSocket.Builder handshake = HTTP.newWebSocketBuilder();
        headers.forEach(handshake::header);
        try {
            open(port, path, query, handshake).close();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(((WebSocketHandshakeException) e.getCause()).getResponse());
        }
    }

    /** Opened, CONNECTed and subscribed to errors. */
    public static RawClient connected(int port, String token) {
        RawClient client = open(port, "?token=" + token);
        client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
        client.await(f -> f.startsWith("CONNECTED"));
        client.send("SUBSCRIBE\nid:err\ndestination:/user/queue/errors\n\n\0");
        return client;
    }

    public RawClient subscribe(String id, String destination) {
        send(
                "SUBSCRIBE\nid:"
                        + id
                        + "\nreceipt:s-"
                        + id
                        + "\ndestination:"
                        + destination
                        + "\n\n\0");
        await(f -> f.contains("receipt-id:s-" + id + "\n"));
        return this;
    }

    /** SENDs a body and asks for a receipt. */
    public void publish(String destination, String receipt, String json) {
        send(
                "SEND\ndestination:"
                        + destination
                        + "\nreceipt:"
                        + receipt
                        + "\ncontent-type:application/json\n\n"
                        + json
                        + "\0");
    }

    public void talk(String room, String receipt, String text) {
        publish(
                "/pub/chat/send",
                receipt,
                "{\"roomId\":\"" + room + "\",\"type\":\"TALK\",\"content\":\"" + text + "\"}");
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public void sendBinary(byte[] bytes) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
    }

    /** Waits for a frame like that and returns it. */
    public String await(Predicate<String> like) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> frames.stream().anyMatch(like));
        return frames.stream().filter(like).findFirst().orElseThrow();
    }

    public String awaitReceipt(String id) {
        return await(f -> f.startsWith("RECEIPT") && f.contains("receipt-id:" + id + "\n"));
    }

    /** The body of the refusal of the frame with that receipt. */
    public String awaitRefusal(String receipt) {
        String frame =
                await(
                        f ->
                                f.contains("destination:/user/queue/errors")
                                        && f.contains("\"receiptId\":\"" + receipt + "\""));
        return frame.substring(frame.indexOf("\n\n") + 2);
    }

    /** All frames so far; heart-beats are empty texts. */
    public List<String> frames() {
        return new ArrayList<>(frames);
    }

    /** Every MESSAGE that is not presence. */
    public List<String> messages() {
        return frames.stream().filter(f -> f.startsWith("MESSAGE") && !isPresence(f)).toList();
    }

    /** The bodies of all presence frames so far. */
    public List<String> presence() {
        return frames.stream()
                .filter(RawClient::isPresence)
                .map(f -> f.substring(f.indexOf("\n\n") + 2))
                .toList();
    }

    private static boolean isPresence(String frame) {
        return frame.contains("\nmessage-id:presence-");
    }

    /** The close code, once the server has closed. */
    public int awaitClose() {
        return closed.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /**
     * Waits until the server has closed, and returns when it was last seen not to have: a pause of
     * this machine between the close and the next look doesn't count.
     */
    public Instant awaitSeenOpenLast() {
        AtomicReference<Instant> seen = new AtomicReference<>(Instant.now());
        Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            Instant look = Instant.now();
                            if (!isClosed()) {
                                seen.set(look);
                            }
                            return isClosed();
                        });
        return seen.get();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            for (String frame : partial.toString().split("\0", -1)) {
                if (!frame.isEmpty()) {
                    frames.add(frame);
                }
            }
            partial.setLength(0);
        }
        ws.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
        closed.complete(1006);
    }

    /** Breaks the connection off, as a network does. */
    public void drop() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
