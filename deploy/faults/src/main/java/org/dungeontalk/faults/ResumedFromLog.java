package org.dungeontalk.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/**
 * R1: a player resumes in a room after 10,000 messages, on the gateway that read them, and on one
 * that has never read the room's partition. The larger of the two times counts, from SUBSCRIBE to
 * the last message.
 */
final class ResumedFromLog implements CrowdFault {

    private static final int MISSED = 10_000;
    private static final int AT_ONCE = 30;
    private static final long MOST_MILLIS = 2_000;
    private static final String ROOM = "saga";
    private static final String DESTINATION = "/sub/chat/room/" + ROOM;
    private static final String TEXT = "The lantern flickers twice and goes out. ".repeat(4);

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch first = new GatewayWatch(stack, "gateway-1");
        GatewayWatch second = new GatewayWatch(stack, "gateway-2");
        String cursor = missAll(first);
        String mira = first.token("mira");
        long there = resume(first.address(), mira, cursor);
        long elsewhere = resume(second.address(), mira, cursor);
        return new RowResult(
                Math.max(there, elsewhere) <= MOST_MILLIS,
                "%,d missed messages in order after %,d ms where they were read, %,d ms on a gateway that had not read them"
                        .formatted(MISSED, there, elsewhere));
    }

    /** Lets a player miss all messages. Returns the player's cursor. */
    private String missAll(GatewayWatch gateway) throws Exception {
        CompletableFuture<String> cursor = new CompletableFuture<>();
        try (StompPlayer host = connect(gateway.address(), gateway.token("host", "service"))) {
            try (StompPlayer mira = connect(gateway.address(), gateway.token("mira"))) {
                mira.subscribe(
                                DESTINATION,
                                frame ->
                                        frame.header("message-id")
                                                .ifPresent(id -> noteFirst(cursor, frame, id)))
                        .get(60, TimeUnit.SECONDS);
                say(host, -1).get(60, TimeUnit.SECONDS);
                cursor.get(60, TimeUnit.SECONDS);
            }
            try (StompPlayer other = connect(gateway.address(), gateway.token("tomas"))) {
                other.subscribe(DESTINATION, frame -> {}).get(60, TimeUnit.SECONDS);
                ArrayDeque<CompletableFuture<Answer>> waiting = new ArrayDeque<>();
                for (int n = 0; n < MISSED; n++) {
                    waiting.add(say(host, n));
                    if (waiting.size() == AT_ONCE) {
                        accepted(waiting.remove());
                    }
                }
                while (!waiting.isEmpty()) {
                    accepted(waiting.remove());
                }
            }
        }
        return cursor.get();
    }

    private static void noteFirst(CompletableFuture<String> cursor, StompFrame frame, String id) {
        if (number(frame) == -1) {
            cursor.complete(id);
        }
    }

    /** Milliseconds until all messages are read. Fails if one is missing or out of order. */
    private long resume(URI gateway, String token, String cursor) throws Exception {
        try (StompPlayer mira = connect(gateway, token)) {
            CompletableFuture<Void> all = new CompletableFuture<>();
            AtomicInteger next = new AtomicInteger();
            long began = System.nanoTime();
            mira.subscribe(
                    DESTINATION,
                    Optional.of(cursor),
                    frame -> {
                        int n = number(frame);
                        if (n < 0) {
                            return;
                        }
                        if (n != next.getAndSet(n + 1)) {
                            all.completeExceptionally(
                                    new IllegalStateException("out of order at " + n));
                        }
                        if (n == MISSED - 1) {
                            all.complete(null);
                        }
                    });
            all.get(60, TimeUnit.SECONDS);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        }
    }

    private StompPlayer connect(URI gateway, String token) throws Exception {
        return StompPlayer.connect(http, gateway, token).get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Answer> say(StompPlayer host, int n) {
        return host.send(
                "/pub/chat/send",
                "{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"n%d; %s\"}"
                        .formatted(ROOM, n, TEXT));
    }

    private static void accepted(CompletableFuture<Answer> answer) throws Exception {
        if (!(answer.get(60, TimeUnit.SECONDS) instanceof Answer.Accepted)) {
            throw new IllegalStateException("refused: " + answer.get());
        }
    }

    /** The message's number, or -2 if it is not one of the host's. */
    private static int number(StompFrame frame) {
        int at = frame.body().indexOf("\"content\":\"n");
        if (at < 0) {
            return -2;
        }
        int from = at + "\"content\":\"n".length();
        return Integer.parseInt(frame.body().substring(from, frame.body().indexOf(';', from)));
    }
}
