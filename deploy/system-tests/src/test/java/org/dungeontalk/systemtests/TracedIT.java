package org.dungeontalk.systemtests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dungeontalk.embedded.SpanCollector;
import org.dungeontalk.embedded.SpanCollector.Taken;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of one message through the packaged services. */
class TracedIT {

    private static final String ROOM = "lantern";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aMessageIsOneTraceFromItsSendToItsReadersItsRowAndItsCount() throws Exception {
        try (SpanCollector collector = SpanCollector.start(0);
                Stack stack = WholeStack.traced(directory, 2, collector.endpoint());
                StompPlayer mira = player(stack, "gateway-1", "mira");
                StompPlayer tomas = player(stack, "gateway-2", "tomas")) {
            for (StompPlayer member : List.of(mira, tomas)) {
                member.subscribe("/sub/chat/room/" + ROOM, frame -> {}).get(60, TimeUnit.SECONDS);
            }
            String id = MessageId.next();
            assertEquals(new Answer.Accepted(), say(mira, id).get(60, TimeUnit.SECONDS));
            await().atMost(LIMIT).until(() -> collector.ofRoom(ROOM).size() == 5);

            List<Taken> spans = collector.ofRoom(ROOM);
            Taken send =
                    spans.stream().filter(it -> it.kind().equals("PRODUCER")).findFirst().get();
            assertEquals("gateway-service", send.service());
            assertEquals("", send.parentId());
            assertEquals(id, send.get("messaging.message.id"));
            assertEquals(
                    List.of(
                            "analytics-service counted",
                            "gateway-service 1",
                            "gateway-service 1",
                            "persistence-service stored"),
                    spans.stream()
                            .filter(it -> it.parentId().equals(send.spanId()))
                            .map(TracedIT::whatBecameOfIt)
                            .sorted()
                            .toList());
            assertEquals(Set.of(send.traceId()), distinct(spans, Taken::traceId));
            assertEquals(1, distinct(spans, it -> it.get("messaging.kafka.offset")).size());
        }
    }

    private static String whatBecameOfIt(Taken span) {
        String members = span.get("dungeontalk.members");
        return span.service() + " " + (members == null ? span.get("dungeontalk.outcome") : members);
    }

    private static Set<String> distinct(List<Taken> spans, Function<Taken, String> part) {
        return spans.stream().map(part).collect(Collectors.toSet());
    }

    private static CompletableFuture<Answer> say(StompPlayer who, String id) {
        return who.send(
                "/pub/chat/send",
                "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"who is there?\"}"
                        .formatted(id, ROOM));
    }

    private StompPlayer player(Stack stack, String gateway, String name) throws Exception {
        URI ws = URI.create(stack.describe().process(gateway).orElseThrow().urls().get("ws"));
        String token =
                new SignedToken(stack.data().secret())
                        .of(SignedToken.Player.named(name), Instant.now(), Duration.ofHours(1));
        return StompPlayer.connect(http, ws, token).get(60, TimeUnit.SECONDS);
    }
}
