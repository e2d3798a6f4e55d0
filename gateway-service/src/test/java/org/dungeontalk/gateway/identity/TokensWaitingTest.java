package org.dungeontalk.gateway.identity;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.SilentKeys;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The URL of the keys accepts connections and never answers. */
@QuarkusTest
@TestProfile(TokensWaitingTest.KeysThatHang.class)
class TokensWaitingTest {
    private static final int BOUND = 1_000;
    private static final int PAST_IT = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String NO_KEYS =
            "The keys of the token's issuer are unavailable now. Try again later.";

    public static class KeysThatHang implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SilentKeys.class));
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject GatewayConfig config;

    @Inject Revocations revocations;

    @BeforeEach
    void ready() {
        Awaitility.await().atMost(TIMEOUT).until(revocations::known);
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> RawClient.statusOf(http.getPort(), "") == 101);
    }

    @Test
    void tokensPastTheBoundAreTurnedAwayWhileTheKeysHang() {
        TokenVerifier tokens = new TokenVerifier(config, revocations);
        Queue<String> answers = new ConcurrentLinkedQueue<>();
        List<String> all =
                IntStream.range(0, BOUND + PAST_IT).mapToObj(TokensWaitingTest::token).toList();
        for (String token : all) {
            tokens.verify(token)
                    .subscribe()
                    .with(player -> answers.add("let in"), e -> answers.add(e.getMessage()));
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> answers.size() == BOUND + PAST_IT);
        long tooMany =
                answers.stream()
                        .filter("Too many tokens wait to be verified. Try again later."::equals)
                        .count();
        assertTrue(tooMany > 0 && tooMany <= PAST_IT, tooMany + " turned away");
        assertEquals(BOUND + PAST_IT - tooMany, answers.stream().filter(NO_KEYS::equals).count());
    }

    @Test
    void aRequestWhoseTokenNobodyCanJudgeIsToBeSentAgain() {
        RawClient.refusal(http.getPort(), "/ws-chat", "?token=" + token(0), Map.of())
                .ifPresentOrElse(
                        answer -> {
                            assertEquals(503, answer.statusCode());
                            assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                        },
                        () -> {
                            throw new AssertionError("let in");
                        });
        given().header("Authorization", "Bearer " + token(1))
                .get(http.resolve("/api/rooms/r/presence"))
                .then()
                .statusCode(503)
                .body("detail", containsString(NO_KEYS));
    }

    @Test
    void aClientWhoseTokenNobodyCanJudgeIsToComeBack() {
        try (RawClient client = RawClient.open(http.getPort(), "")) {
            client.send(
                    "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer "
                            + token(2)
                            + "\n\n\0");
            client.await(f -> f.startsWith("ERROR") && f.contains(NO_KEYS));
            assertEquals(CloseCode.TRY_AGAIN_LATER.code(), client.awaitClose());
        }
    }

    private static String token(int i) {
        return base64("{\"alg\":\"RS256\",\"kid\":\"k-" + i + "\"}")
                + "."
                + base64("{}")
                + "."
                + base64("signature");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
