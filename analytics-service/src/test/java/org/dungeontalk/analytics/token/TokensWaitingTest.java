package org.dungeontalk.analytics.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.revocation.Revocations;
import org.junit.jupiter.api.Test;

class TokensWaitingTest {

    private static final int BOUND = 1_000;
    private static final int PAST_IT = 50;

    /** No token gets as far as that. */
    private static final Revocations NEVER_ASKED = null;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void tokensPastTheBoundAreTurnedAwayWhileTheKeysHang() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Authenticator authenticator =
                    authenticator("http://localhost:" + hanging.getLocalPort());
            Queue<Throwable> answers = new ConcurrentLinkedQueue<>();
            List<String> tokens =
                    IntStream.range(0, BOUND + PAST_IT).mapToObj(TokensWaitingTest::token).toList();
            for (String token : tokens) {
                authenticator
                        .caller(Optional.of("Bearer " + token))
                        .subscribe()
                        .with(caller -> {}, answers::add);
            }
            Awaitility.await().atMost(LIMIT).until(() -> answers.size() == BOUND + PAST_IT);
            long tooMany = answers.stream().filter(TooManyTokens.class::isInstance).count();
            assertTrue(tooMany > 0 && tooMany <= PAST_IT, tooMany + " turned away");
            assertEquals(
                    BOUND + PAST_IT - tooMany,
                    answers.stream().filter(KeysUnavailable.class::isInstance).count());
        }
    }

    private static Authenticator authenticator(String jwks) {
        return new Authenticator(
                Settings.of(Map.of("token.jwks", jwks, "token.jwks-timeout", "2S")),
                NEVER_ASKED,
                Clock.systemUTC());
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
