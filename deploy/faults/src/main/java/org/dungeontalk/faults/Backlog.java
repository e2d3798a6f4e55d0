package org.dungeontalk.faults;

import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/** Messages in the log that no gateway has in memory after a restart. */
record Backlog(Stack stack) {

    private static final int AT_ONCE = 30;
    private static final String TEXT = "The lantern flickers twice and goes out. ".repeat(4);

    /** Writes this many messages in the room honest-0. Returns a cursor of the log. */
    String write(int count) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        CompletableFuture<String> cursor = new CompletableFuture<>();
        try (StompPlayer host =
                StompPlayer.connect(
                                HttpClient.newHttpClient(),
                                gateway.address(),
                                gateway.token("host", "service"))
                        .get(60, TimeUnit.SECONDS)) {
            host.subscribe(
                            "/sub/chat/room/honest-0",
                            frame -> frame.header("message-id").ifPresent(cursor::complete))
                    .get(60, TimeUnit.SECONDS);
            ArrayDeque<CompletableFuture<Answer>> waiting = new ArrayDeque<>();
            for (int i = 0; i < count; i++) {
                waiting.add(
                        host.send(
                                "/pub/chat/send",
                                "{\"roomId\":\"honest-0\",\"type\":\"TALK\",\"content\":\"%s\"}"
                                        .formatted(TEXT)));
                if (waiting.size() == AT_ONCE) {
                    waiting.remove().get(60, TimeUnit.SECONDS);
                }
            }
            for (CompletableFuture<Answer> answer : waiting) {
                answer.get(60, TimeUnit.SECONDS);
            }
        }
        return cursor.get(60, TimeUnit.SECONDS);
    }
}
