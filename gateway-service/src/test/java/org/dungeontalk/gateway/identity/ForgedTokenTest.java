package org.dungeontalk.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.jwt.build.Jwt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Faults W10, W12 and W14: foreign origins, forged tokens, other people's names and rooms, and text
 * that would like to be more than text. Everything that is logged meanwhile is looked through.
 */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(ForgedTokenTest.OneAudience.class)
class ForgedTokenTest {

    public static class OneAudience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dungeontalk.token.audience", "dungeontalk",
                    "quarkus.http.cors.origins", "https://play.example",
                    "quarkus.log.category.\"org.dungeontalk\".level", "DEBUG");
        }
    }

    private static final class Lines extends Handler {
        private final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            said.add(line.getMessage() + " " + List.of(parameters(line)) + thrown(line));
        }

        private static Object[] parameters(LogRecord line) {
            return line.getParameters() == null ? new Object[0] : line.getParameters();
        }

        private static String thrown(LogRecord line) {
            return line.getThrown() == null ? "" : line.getThrown().toString();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @TestHTTPResource("/")
    URI http;

    private final Lines lines = new Lines();
    private final String room = "r-" + UUID.randomUUID();

    @BeforeEach
    void listen() {
        lines.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(lines);
    }

    @Test
    void aForeignOriginIsRefusedBeforeTheUpgradeEvenWithAGoodToken() {
        String token = token("mira", "dungeontalk", 600);
        assertEquals(403, statusFrom("https://evil.example", token));
        assertEquals(403, statusFrom("null", token));
        assertEquals(101, statusFrom("https://play.example", token));
        assertNotLogged(List.of(token));
    }

    @Test
    void aForgedTokenIsRefusedAtTheHandshakeAndAtConnectAndIsInNoLog() {
        List<String> forged = new ArrayList<>();
        forged.add(token("mira", "dungeontalk", -60));
        forged.add(token("mira", "another-game", 600));
        forged.add(
                Jwt.claim("id", "mira")
                        .audience("dungeontalk")
                        .expiresIn(Duration.ofMinutes(10))
                        .signWithSecret("another-secret-of-sufficient-length-0123456789"));
        forged.add(
                part("{\"alg\":\"none\"}")
                        + part("{\"id\":\"mira\",\"aud\":\"dungeontalk\",\"exp\":9999999999}"));
        for (String token : forged) {
            assertEquals(401, RawClient.statusOf(http.getPort(), "?token=" + token));
            try (RawClient client = RawClient.open(http.getPort(), "")) {
                client.send(
                        "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer "
                                + token
                                + "\n\n\0");
                String error = client.await(f -> f.startsWith("ERROR"));
                assertFalse(error.contains(token));
                assertEquals(CloseCode.UNAUTHORIZED.code(), client.awaitClose());
            }
        }
        assertNotLogged(forged);
    }

    @Test
    void aTokenWithATimeNobodyCanMeanIsRefusedWithTheLikelyMistakeAndIsInNoLog() {
        List<String> odd = new ArrayList<>();
        for (String exp :
                List.of(
                        "1e19",
                        "31556889864403200",
                        "9223372036854775807",
                        "1764352856000",
                        "\"x\"")) {
            odd.add(signed("{\"id\":\"mira\",\"aud\":\"dungeontalk\",\"exp\":" + exp + "}"));
        }
        for (String token : odd) {
            assertEquals(401, RawClient.statusOf(http.getPort(), "?token=" + token));
            assertTrue(challenge(token).contains("error_description=\"The token's exp"));
            try (RawClient client = RawClient.open(http.getPort(), "")) {
                client.send(
                        "CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token + "\n\n\0");
                String error = client.await(f -> f.startsWith("ERROR"));
                assertTrue(error.contains("The token's exp"), error);
                assertEquals(CloseCode.UNAUTHORIZED.code(), client.awaitClose());
            }
        }
        assertNotLogged(odd);
    }

    @Test
    void aRequestThatFailsIsLoggedWithoutItsQuery() {
        RestAssured.get(http + "test/bug?token=secret-in-the-query");
        RestAssured.get(http + "test/unhandled?token=secret-in-the-query");
        assertTrue(lines.said.stream().anyMatch(line -> line.contains("/test/unhandled")));
        assertNotLogged(List.of("secret-in-the-query"));
    }

    @Test
    void whoeverClaimsToBeSomebodyElseIsRefused() {
        try (RawClient mira = connected("mira")) {
            mira.publish(
                    "/pub/chat/send",
                    "claim",
                    "{\"roomId\":\""
                            + room
                            + "\",\"type\":\"TALK\",\"senderId\":\"tomas\",\"content\":\"I am"
                            + " you\"}");
            assertTrue(mira.awaitRefusal("claim").contains("\"NOT_YOUR_ID\""));
        }
    }

    @Test
    void textIsDeliveredAsItIsAndNeverLogged() {
        String text = "line\\r\\nline \\u001b[31mred <script>alert(1)</script>";
        try (RawClient mira = connected("mira")) {
            mira.subscribe("s", "/sub/chat/room/" + room);
            mira.talk(room, "odd", text);
            mira.awaitReceipt("odd");
            String frame = mira.await(f -> f.contains("<script>alert(1)</script>"));
            assertTrue(frame.contains("line\\r\\nline \\u001B[31mred"));
            mira.send("SEND\ndestination:/pub/\u001b[31mred\nreceipt:where\n\nx\0");
            assertTrue(mira.awaitRefusal("where").contains("\"UNKNOWN_DESTINATION\""));
        }
        assertNotLogged(List.of("<script>", "\u001b[31m"));
    }

    private String challenge(String token) {
        return RawClient.refusal(http.getPort(), "/ws-chat", "?token=" + token, Map.of())
                .flatMap(answer -> answer.headers().firstValue("WWW-Authenticate"))
                .orElseThrow();
    }

    private RawClient connected(String id) {
        return RawClient.connected(http.getPort(), token(id, "dungeontalk", 600));
    }

    private int statusFrom(String origin, String token) {
        return RawClient.statusOf(
                http.getPort(), "/ws-chat", "?token=" + token, Map.of("Origin", origin));
    }

    /** None of these is in a line of any logger that is heard. */
    private void assertNotLogged(List<String> secrets) {
        for (String secret : secrets) {
            assertTrue(lines.said.stream().noneMatch(line -> line.contains(secret)));
        }
    }

    private static String token(String id, String audience, long seconds) {
        return Jwt.claim("id", id)
                .audience(audience)
                .expiresAt(System.currentTimeMillis() / 1_000 + seconds)
                .signWithSecret(secret());
    }

    private static String signed(String claims) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue("HS256");
            signature.setPayload(claims);
            signature.setKey(new HmacKey(secret().getBytes(StandardCharsets.UTF_8)));
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String secret() {
        return ConfigProvider.getConfig().getValue("dungeontalk.token.secret", String.class);
    }

    private static String part(String json) {
        return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(json.getBytes(StandardCharsets.UTF_8))
                + ".";
    }
}
