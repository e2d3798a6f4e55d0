package org.dungeontalk.gateway.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.dungeontalk.embedded.SpanCollector;
import org.dungeontalk.embedded.SpanCollector.Taken;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.gateway.log.Cursor;
import org.junit.jupiter.api.Test;

/** The ratio picks nothing, and senders may say what is traced. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(Traced.TrustedSenders.class)
class TrustedSendersTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @TestHTTPResource("/")
    URI http;

    private final String room = "r-" + UUID.randomUUID();

    @Test
    void onlyWhatTheSenderWantsIsTracedAndInItsTrace() {
        try (SpanCollector collector = Traced.collector();
                RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            mira.subscribe("room", "/sub/chat/room/" + room);
            for (String header :
                    new String[] {
                        "",
                        "traceparent:00-" + TRACE + "-" + SPAN + "-00\n",
                        "traceparent:nonsense\n",
                        "traceparent:00-" + TRACE + "-" + SPAN + "-01\n"
                    }) {
                mira.send(
                        "SEND\ndestination:/pub/chat/send\n%s\n{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"hm\"}\0"
                                .formatted(header, room));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> mira.messages().size() == 4);
            await().atMost(Duration.ofSeconds(30)).until(() -> collector.ofRoom(room).size() == 2);
            Taken send = named(collector, "send game-messages");
            assertEquals(TRACE, send.traceId());
            assertEquals(SPAN, send.parentId());
            assertEquals(send.spanId(), named(collector, "process game-messages").parentId());
            for (int i = 0; i < 4; i++) {
                boolean traced = headerOf(mira.messages().get(i));
                assertEquals(i == 3, traced, "message " + i);
            }
        }
    }

    private Taken named(SpanCollector collector, String name) {
        return collector.ofRoom(room).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the record of that MESSAGE has the header. */
    private static boolean headerOf(String frame) {
        String id =
                frame.lines()
                        .filter(line -> line.startsWith("message-id:"))
                        .map(line -> line.substring("message-id:".length()))
                        .findFirst()
                        .orElseThrow();
        Cursor at = Cursor.parse(id).orElseThrow();
        return Topics.headers("game-messages", at.partition(), at.offset())
                .containsKey("traceparent");
    }
}
