package org.dungeontalk.gateway.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.lifecycle.DrainState;
import org.dungeontalk.gateway.publish.LogPublisher;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a gateway that stops answers to new messages. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(DrainingTest.OwnGateway.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrainingTest {
    private static final String SEND_WITHOUT_RECEIPT =
            "SEND\ndestination:/pub/chat/send\n\n"
                    + "{\"roomId\":\"draining\",\"type\":\"TALK\",\"content\":\"sent quietly\"}\0";

    /** A gateway that serves no other test: its drain never ends. */
    public static class OwnGateway implements QuarkusTestProfile {}

    @TestHTTPResource("/")
    URI http;

    @Inject Connections connections;

    @Inject LogPublisher log;

    @Inject DrainState drain;

    @Test
    @Order(1)
    void aSendIsRefusedWhileAnEarlierOneStillWaitsForKafkaAndThenTheConnectionCloses()
            throws Exception {
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"));
                RawClient quiet = RawClient.connected(http.getPort(), Tokens.of("quiet"));
                RawClient leaving = RawClient.connected(http.getPort(), Tokens.of("leaving"));
                RawClient idle = RawClient.connected(http.getPort(), Tokens.of("idle"))) {
            kafka("-STOP");
            try {
                mira.talk("draining", "before", "sent before");
                quiet.send(SEND_WITHOUT_RECEIPT);
                leaving.send(SEND_WITHOUT_RECEIPT);
                leaving.send("DISCONNECT\nreceipt:left\n\n\0");
                Awaitility.await().until(() -> log.inFlight() == 3);
                connections.drain(1);
                assertEquals(CloseCode.RESTART.code(), idle.awaitClose());
                mira.talk("draining", "after", "sent after");
                String refusal = mira.awaitRefusal("after");
                assertTrue(refusal.contains("\"DRAINING\""), refusal);
                assertTrue(refusal.contains("\"temporary\":true"), refusal);
                assertFalse(mira.isClosed() || quiet.isClosed() || leaving.isClosed());
            } finally {
                kafka("-CONT");
            }
            mira.awaitReceipt("before");
            assertEquals(CloseCode.RESTART.code(), mira.awaitClose());
            assertEquals(CloseCode.RESTART.code(), quiet.awaitClose());
            leaving.awaitReceipt("left");
            assertEquals(CloseCode.NORMAL.code(), leaving.awaitClose());
        }
    }

    @Test
    @Order(2)
    void aServicesMessageIsRefused() {
        drain.begin();
        given().header("Authorization", "Bearer " + Tokens.withRoles("ai", "service"))
                .contentType("application/json")
                .body("{\"content\":\"sent after\"}")
                .post(http.resolve("/api/chat/room/draining/message"))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("DRAINING"));
    }

    private static void kafka(String signal) throws IOException, InterruptedException {
        String pid = ConfigProvider.getConfig().getValue("test.kafka.pid", String.class);
        assertEquals(0, new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor());
    }
}
