package org.dungeontalk.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway as it is packaged, as a jar or as a native executable: from player to player. */
@QuarkusIntegrationTest
@WithTestResource(PackagedInfrastructure.class)
class PackagedIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String room = "room-" + UUID.randomUUID();

    @BeforeEach
    void awaitReady() {
        URI ready = PackagedInfrastructure.management().resolve("/q/health/ready");
        await().atMost(LIMIT).until(() -> given().get(ready).statusCode() == 200);
    }

    @Test
    void bringsAMessageToTheRoomThroughTheLogAndSaysWhatItRefuses() {
        int port = PackagedInfrastructure.port();
        try (RawClient mira = RawClient.connected(port, Tokens.of("mira"));
                RawClient tomas = RawClient.connected(port, Tokens.of("tomas"))) {
            tomas.subscribe("room", "/sub/chat/room/" + room);
            mira.talk(room, "said", "is anybody there?");
            mira.awaitReceipt("said");
            String heard = tomas.await(frame -> frame.contains("is anybody there?"));
            assertTrue(heard.contains("\"senderNickname\":\"Nick of mira\""), heard);
            tomas.await(frame -> frame.contains("\"connectedCount\""));
            mira.publish("/pub/chat/send", "broken", "{");
            assertTrue(mira.awaitRefusal("broken").contains("\"code\""));
            tomas.drop();
            mira.talk(room, "more", "so nobody is?");
            mira.awaitReceipt("more");
            try (RawClient again = RawClient.connected(port, Tokens.of("tomas"))) {
                String after = header(heard, "message-id");
                again.send(
                        "SUBSCRIBE\nid:s\nafter:%s\ndestination:/sub/chat/room/%s\n\n\0"
                                .formatted(after, room));
                again.await(frame -> frame.contains("so nobody is?"));
                assertEquals(1, again.messages().size());
            }
        }
        assertEquals(401, RawClient.statusOf(port, "?token=nonsense"));
    }

    @Test
    void showsItsPageItsHealthAndItsMetrics() {
        given().get("/").then().statusCode(200).body(containsString("page/main.js"));
        given().get("/page/main.js").then().statusCode(200);
        given().get("/ws-chat/info").then().statusCode(200).body("entropy", notNullValue());
        given().get(PackagedInfrastructure.management().resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body(containsString("\"partitions\": 30"));
        given().get(PackagedInfrastructure.management().resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("dungeontalk_gateway_log_partitions"));
    }

    private static String header(String frame, String name) {
        return frame.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
