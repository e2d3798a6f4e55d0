package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.testing.PipelinedRequests;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** The JWKS URL accepts connections and never answers, while many tokens arrive. */
@QuarkusTest
@WithTestResource(Backbone.class)
@TestProfile(TokensWaitingTest.KeysThatHang.class)
class TokensWaitingTest {

    private static final int WAITING = 1_000;
    private static final int MORE = 200;
    private static final String PORT = "test.port-that-hangs";

    /** A service with the JWKS URL of this test. */
    public static class KeysThatHang implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            int port = Ports.free(1).get(0);
            return Map.of(
                    "dungeontalk.token.secret",
                    "",
                    "dungeontalk.token.jwks",
                    "http://127.0.0.1:" + port + "/keys",
                    "dungeontalk.token.jwks-timeout",
                    "30s",
                    PORT,
                    Integer.toString(port));
        }
    }

    @ConfigProperty(name = PORT)
    int port;

    @Inject MeterRegistry registry;

    @TestHTTPResource("/api/chat/room/r/messages")
    URI history;

    @Test
    void aThousandTokensWaitForTheKeysAndFurtherOnesAreAnsweredAtOnce()
            throws IOException, JoseException {
        String token = token();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(history).header("Authorization", "Bearer " + token).build();
        List<CompletableFuture<Integer>> answers;
        try (ServerSocket hangs = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertTrue(hangs.isBound());
            answers =
                    IntStream.range(0, WAITING + MORE)
                            .mapToObj(
                                    i ->
                                            client.sendAsync(
                                                            request,
                                                            HttpResponse.BodyHandlers.discarding())
                                                    .thenApply(HttpResponse::statusCode))
                            .toList();
            await().atMost(Duration.ofSeconds(25)).until(() -> answered(answers) >= MORE);
            assertTrue(answered(answers) <= MORE, answered(answers) + " did not wait");
        }
        for (CompletableFuture<Integer> answer : answers) {
            assertTrue(answer.join() == 503, () -> "status " + answer.join());
        }
    }

    @Test
    void aConnectionWhoseRequestsPileUpIsClosed() throws IOException, JoseException {
        String request =
                "GET %s HTTP/1.1\nHost: x\nAuthorization: Bearer %s\n\n"
                        .formatted(history.getPath(), token());
        double before = closed();
        try (ServerSocket hangs = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertTrue(hangs.isBound());
            assertEquals(0, PipelinedRequests.answers(history, request, MORE));
        }
        assertEquals(1, closed() - before);
    }

    private double closed() {
        return registry.get("dungeontalk.persistence.connections.refused").counter().count();
    }

    private static long answered(List<CompletableFuture<Integer>> answers) {
        return answers.stream().filter(CompletableFuture::isDone).count();
    }

    private static String token() throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("ours");
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(Token.claims("p-1").toJson());
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }
}
