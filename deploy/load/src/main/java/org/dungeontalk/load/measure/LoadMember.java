package org.dungeontalk.load.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.dungeontalk.load.player.StompDecoder;
import org.dungeontalk.load.player.StompFrame;

/**
 * One member of one room, over one connection. Received bytes are handled on the connection's event
 * loop. Any thread may call {@link #send}.
 */
final class LoadMember {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ERRORS = "/user/queue/errors";
    private static final int HEAD = 256;

    private final int number;
    private final LoadPlan plan;
    private final Deliveries deliveries;
    private final MemberOrder order;
    private final StompDecoder decoder = new StompDecoder();
    private final MarkScanner scanner = new MarkScanner();
    private final Promise<Void> ready = Promise.promise();
    private WebSocket socket;
    private int sent;
    private volatile boolean leaving;

    /**
     * @param number of the member; decides on its room
     * @param plan what is measured
     * @param deliveries counts what it gets
     */
    LoadMember(int number, LoadPlan plan, Deliveries deliveries) {
        this.number = number;
        this.plan = plan;
        this.deliveries = deliveries;
        this.order = new MemberOrder(plan.membersOf(room()));
    }

    /** The number of its room. */
    int room() {
        return number % plan.rooms();
    }

    /** Equal for two members of a room who got the same messages in one order. */
    long orderHash() {
        return order.hash();
    }

    /**
     * Connects by STOMP and subscribes to the room. Called on the event loop of the connection.
     *
     * @return completes when the gateway has confirmed the subscription
     */
    Future<Void> join(WebSocket opened, String host, String token) {
        socket = opened;
        socket.frameHandler(frame -> received(frame.binaryData()));
        socket.closeHandler(closed -> ended());
        socket.exceptionHandler(failure -> ready.tryFail(failure));
        write(StompFrame.connect(host, token));
        return ready.future();
    }

    /** Sends its next message. */
    void send(long due) {
        String text = new Mark(number / plan.rooms(), sent++, due).text(plan.textLength());
        write(
                StompFrame.of(
                        "SEND",
                        "{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}"
                                .formatted(plan.roomId(room()), text),
                        "destination",
                        "/pub/chat/send",
                        "content-type",
                        "application/json"));
    }

    /** Closes the connection. */
    void leave() {
        leaving = true;
        socket.close();
    }

    private void write(StompFrame frame) {
        socket.writeTextMessage(frame.encoded());
    }

    private void received(Buffer data) {
        if (data == null) {
            return;
        }
        byte[] bytes = data.getBytes();
        if (!ready.future().isComplete() || isRefusal(bytes)) {
            decode(bytes);
        } else {
            scanner.scan(bytes, this::delivered);
        }
    }

    private void decode(byte[] bytes) {
        try {
            decoder.decode(ByteBuffer.wrap(bytes)).forEach(this::answered);
        } catch (IllegalArgumentException e) {
            ready.tryFail(new IOException("the answer is not STOMP: " + e.getMessage(), e));
        }
    }

    /** The gateway writes a refusal as a WebSocket message of its own. */
    private static boolean isRefusal(byte[] bytes) {
        return bytes.length > 0
                && new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1)
                        .contains(ERRORS);
    }

    private void answered(StompFrame frame) {
        switch (frame.command()) {
            case "CONNECTED" -> {
                write(StompFrame.of("SUBSCRIBE", "", "id", "errors", "destination", ERRORS));
                write(
                        StompFrame.of(
                                "SUBSCRIBE",
                                "",
                                "id",
                                "room",
                                "destination",
                                "/sub/chat/room/" + plan.roomId(room()),
                                "receipt",
                                "joined"));
            }
            case "RECEIPT" -> ready.tryComplete();
            case "MESSAGE" -> refused(frame.body());
            default ->
                    ready.tryFail(
                            new IOException(
                                    "the gateway answered %s %s"
                                            .formatted(
                                                    frame.command(),
                                                    frame.header("message")
                                                            .orElse("without a message"))));
        }
    }

    private void refused(String body) {
        String code = code(body);
        deliveries.refused(code);
        ready.tryFail(new IOException("the gateway refused the room: " + code));
    }

    private static String code(String body) {
        try {
            JsonNode refusal = JSON.readTree(body);
            return refusal.path("code").asText("without a code");
        } catch (JsonProcessingException e) {
            return "not JSON";
        }
    }

    private void delivered(int sender, int message, long due) {
        switch (order.delivered(sender, message)) {
            case REPEATED -> deliveries.repeated();
            case OUT_OF_ORDER -> deliveries.outOfOrder();
            case IN_ORDER -> {
                if (due >= plan.warmUpNanos()) {
                    long at = System.nanoTime() - plan.start();
                    deliveries.received(at - due, at - plan.warmUpNanos());
                } else {
                    deliveries.receivedInWarmUp();
                }
            }
        }
    }

    private void ended() {
        if (!leaving) {
            deliveries.closed();
        }
        ready.tryFail(
                new IOException(
                        "the connection was closed with "
                                + socket.closeStatusCode()
                                + " "
                                + socket.closeReason()));
    }
}
