package org.dungeontalk.gateway.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.embedded.SpanCollector;
import org.dungeontalk.embedded.SpanCollector.Taken;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.Topics;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a collector gets to see of messages that are all traced. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(Traced.class)
class TracesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String THEIRS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static SpanCollector collector;

    @TestHTTPResource("/")
    URI http;

    @Inject MeterRegistry meters;

    private final String room = "r-" + UUID.randomUUID();

    @BeforeAll
    static void listen() {
        collector = Traced.collector();
    }

    @AfterAll
    static void stop() {
        collector.close();
    }

    @Test
    void aMessageIsOneTraceFromItsSendToItsDelivery() {
        try (RawClient mira = member("mira");
                RawClient tomas = member("tomas");
                RawClient ines = member("ines")) {
            mira.talk(room, "said", "the lantern is out");
            ines.await(frame -> frame.contains("the lantern is out"));
            Taken send = one("send game-messages");
            Taken delivery = one("process game-messages");

            assertEquals("PRODUCER", send.kind());
            assertEquals("", send.parentId());
            assertEquals("CONSUMER", delivery.kind());
            assertEquals(send.traceId(), delivery.traceId());
            assertEquals(send.spanId(), delivery.parentId());
            assertEquals("3", delivery.get("dungeontalk.members"));
            for (Taken span : List.of(send, delivery)) {
                assertEquals("gateway-service", span.service());
                assertEquals("kafka", span.get("messaging.system"));
                assertEquals("game-messages", span.get("messaging.destination.name"));
                assertEquals("chat", span.get("dungeontalk.room.kind"));
                assertFalse(span.failed());
                assertTrue(span.nanos() >= 0 && span.nanos() < LIMIT.toNanos());
                assertFalse(span.attributes().toString().contains("lantern"));
            }
            Map<String, String> headers = headers(send);
            assertEquals(
                    "00-" + send.traceId() + "-" + send.spanId() + "-01",
                    headers.get("traceparent"));
            assertEquals(
                    List.of(),
                    Contract.violations(
                            "log-headers",
                            new JsonObject(Map.copyOf(headers)).toBuffer().getBytes()));
            assertEquals(place(send), place(delivery));
            assertTrue(tomas.frames().stream().noneMatch(f -> f.contains(send.traceId())));
        }
    }

    @Test
    void whatOnlyTwoMayReadIsDeliveredToTwo() {
        try (RawClient mira = member("mira");
                RawClient tomas = member("tomas");
                RawClient ines = member("ines")) {
            mira.publish(
                    "/pub/chat/send",
                    "w",
                    "{\"roomId\":\""
                            + room
                            + "\",\"receiverId\":\"tomas\",\"type\":\"TALK\",\"content\":\"psst\"}");
            tomas.await(frame -> frame.contains("psst"));
            assertEquals("2", one("process game-messages").get("dungeontalk.members"));
            assertTrue(ines.messages().isEmpty());
        }
    }

    @Test
    void whatAServicePostsIsTracedTheSameWay() {
        try (RawClient mira = member("mira")) {
            RestAssured.given()
                    .auth()
                    .oauth2(Tokens.withRoles("ai-1", "service"))
                    .header("traceparent", THEIRS)
                    .body("{\"content\":\"You hear steps.\"}")
                    .post("/api/chat/room/" + room + "/message")
                    .then()
                    .statusCode(201);
            mira.await(frame -> frame.contains("You hear steps."));
            Taken send = one("send game-messages");
            assertEquals("", send.parentId());
            assertEquals(send.spanId(), one("process game-messages").parentId());
        }
    }

    @Test
    void aPlayerDoesNotChooseTheTrace() {
        try (RawClient mira = member("mira")) {
            mira.send(
                    "SEND\ndestination:/pub/chat/send\nreceipt:t\ntraceparent:"
                            + THEIRS
                            + "\n\n{\"roomId\":\""
                            + room
                            + "\",\"type\":\"TALK\",\"content\":\"mine\"}\0");
            mira.awaitReceipt("t");
            Taken send = one("send game-messages");
            assertEquals("", send.parentId());
            assertNotEquals(THEIRS.split("-")[1], send.traceId());
        }
    }

    @Test
    void whatIsRefusedIsAFailedSpanAndNothingIsDelivered() {
        String muted = "p-" + UUID.randomUUID();
        Topics.write("moderation", muted, "{\"playerId\":\"" + muted + "\",\"muted\":true}");
        try (RawClient mira = member(muted)) {
            await().atMost(LIMIT)
                    .until(
                            () -> {
                                mira.talk(room, "said", "hush");
                                return collector.ofRoom(room).stream().anyMatch(Taken::failed);
                            });
            Taken refused =
                    collector.ofRoom(room).stream().filter(Taken::failed).findFirst().orElseThrow();
            assertEquals("send game-messages", refused.name());
            assertEquals("MUTED", refused.get("error.type"));
        }
    }

    @Test
    void whatIsMadeIsSent() {
        try (RawClient mira = member("mira")) {
            mira.talk(room, "said", "counted");
            one("process game-messages");
            await().atMost(LIMIT).until(() -> spans("made") > 0 && spans("made") == spans("sent"));
        }
    }

    private double spans(String result) {
        return meters.get("dungeontalk.gateway.trace.spans")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    private RawClient member(String id) {
        return RawClient.connected(http.getPort(), Tokens.of(id))
                .subscribe("room", "/sub/chat/room/" + room);
    }

    private Taken one(String name) {
        await().atMost(LIMIT).until(() -> !named(name).isEmpty());
        assertEquals(1, named(name).size());
        return named(name).get(0);
    }

    private List<Taken> named(String name) {
        return collector.ofRoom(room).stream().filter(it -> it.name().equals(name)).toList();
    }

    private static String place(Taken span) {
        return span.get("messaging.destination.partition.id")
                + ":"
                + span.get("messaging.kafka.offset");
    }

    private static Map<String, String> headers(Taken span) {
        return Topics.headers(
                "game-messages",
                Integer.parseInt(span.get("messaging.destination.partition.id")),
                Long.parseLong(span.get("messaging.kafka.offset")));
    }
}
