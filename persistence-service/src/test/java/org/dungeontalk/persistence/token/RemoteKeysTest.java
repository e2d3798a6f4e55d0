package org.dungeontalk.persistence.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dungeontalk.testing.LogLines;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** A JWKS URL that is called often, hangs, or sends invalid responses. */
class RemoteKeysTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Test
    void strangersTokensMakeNobodyAskAgainAndKnownKeysGoOnToServeInAnOutage() throws Exception {
        RsaJsonWebKey key = key("ours");
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = serving(new JsonWebKeySet(key), asked);
        Signatures signatures = Signatures.byJwks(url(server.getAddress().getPort()), TIMEOUT);
        String ours = signed(key);
        String stranger = signed(key("stranger"));
        signatures.payload(ours);
        for (int i = 0; i < 50; i++) {
            assertThrows(TokenRefused.class, () -> signatures.payload(stranger));
        }
        assertTrue(asked.get() <= 2, asked + " times asked");
        server.stop(0);
        for (int i = 0; i < 50; i++) {
            assertThrows(RuntimeException.class, () -> signatures.payload(stranger));
            signatures.payload(ours);
        }
    }

    @Test
    void anOutageIsLoggedOnceHoweverManyTokensOfKnownAndUnknownKeysCome() throws Exception {
        RsaJsonWebKey key = key("ours");
        HttpServer server = serving(new JsonWebKeySet(key), new AtomicInteger());
        int port = server.getAddress().getPort();
        Signatures signatures = Signatures.byJwks(url(port), TIMEOUT);
        String ours = signed(key);
        String stranger = signed(key("stranger"));
        signatures.payload(ours);
        server.stop(0);
        try (LogLines log = LogLines.start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> refusal(signatures, stranger) instanceof KeysUnavailable);
            for (int i = 0; i < 10; i++) {
                signatures.payload(ours);
                assertInstanceOf(KeysUnavailable.class, refusal(signatures, stranger));
            }
            assertEquals(1, log.about("can't be fetched"));
            assertEquals(0, log.about("can be fetched again"));
            server = serving(new JsonWebKeySet(key), port, new AtomicInteger());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> refusal(signatures, stranger) instanceof TokenRefused);
            signatures.payload(ours);
            assertEquals(1, log.about("can't be fetched"));
            assertEquals(1, log.about("can be fetched again"));
        } finally {
            server.stop(0);
        }
    }

    private static Throwable refusal(Signatures signatures, String token) {
        return assertThrows(RuntimeException.class, () -> signatures.payload(token));
    }

    @Test
    void aKeyThatTheIssuerHasAddedIsFetchedWithinSeconds() throws Exception {
        JsonWebKeySet keys = new JsonWebKeySet(key("old"));
        HttpServer server = serving(keys, new AtomicInteger());
        try {
            Signatures signatures = Signatures.byJwks(url(server.getAddress().getPort()), TIMEOUT);
            RsaJsonWebKey added = key("added");
            String token = signed(added);
            assertThrows(TokenRefused.class, () -> signatures.payload(token));
            keys.addJsonWebKey(added);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(TokenRefused.class)
                    .until(() -> signatures.payload(token) != null);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aUrlThatHangsIsWaitedForOnceAndNotByEachTokenAnew() throws Exception {
        String token = signed(key("ours"));
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Signatures signatures = Signatures.byJwks(url(hangs.getLocalPort()), TIMEOUT);
            long began = System.nanoTime();
            List<CompletableFuture<Void>> asking =
                    IntStream.range(0, 200)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.runAsync(
                                                    () ->
                                                            assertThrows(
                                                                    KeysUnavailable.class,
                                                                    () ->
                                                                            signatures.payload(
                                                                                    token)),
                                                    threads))
                            .toList();
            asking.forEach(CompletableFuture::join);
            Duration taken = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(taken.compareTo(TIMEOUT.multipliedBy(20)) < 0, "took " + taken);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aResponseThatDoesNotEndIsWaitedForTwoTimeoutsByTheOthers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = dripping(asked, over);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Signatures signatures = Signatures.byJwks(url(server.getAddress().getPort()), TIMEOUT);
            String token = signed(key("ours"));
            CompletableFuture<String> fetching = payload(signatures, token, threads);
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            long began = System.nanoTime();
            CompletableFuture<String> waiting = payload(signatures, token, threads);
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            assertInstanceOf(KeysUnavailable.class, failure.getCause());
            assertTrue(waited.compareTo(TIMEOUT) > 0, "only " + waited);
            assertFalse(fetching.isDone());
        } finally {
            over.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void anAnswerThatIsNoJwksIsAsIfThereWereNone() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("<html>".getBytes(UTF_8));
                    exchange.close();
                });
        server.start();
        try {
            Signatures signatures = Signatures.byJwks(url(server.getAddress().getPort()), TIMEOUT);
            String token = signed(key("ours"));
            KeysUnavailable away =
                    assertThrows(KeysUnavailable.class, () -> signatures.payload(token));
            assertEquals(
                    "The keys of the token's issuer are unavailable now. Try again later.",
                    away.getMessage());
        } finally {
            server.stop(0);
        }
    }

    private static CompletableFuture<String> payload(
            Signatures signatures, String token, ExecutorService threads) {
        return CompletableFuture.supplyAsync(() -> signatures.payload(token), threads);
    }

    /** Sends a byte of its response ten times in a timeout, until it is over. */
    private static HttpServer dripping(CountDownLatch asked, CountDownLatch over)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    asked.countDown();
                    try (exchange) {
                        while (!over.await(TIMEOUT.toMillis() / 10, TimeUnit.MILLISECONDS)) {
                            exchange.getResponseBody().write(' ');
                            exchange.getResponseBody().flush();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        return server;
    }

    private static HttpServer serving(JsonWebKeySet keys, AtomicInteger asked) throws IOException {
        return serving(keys, 0, asked);
    }

    private static HttpServer serving(JsonWebKeySet keys, int port, AtomicInteger asked)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] body = keys.toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/keys";
    }

    private static RsaJsonWebKey key(String id) throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(id);
        return key;
    }

    private static String signed(RsaJsonWebKey key) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload("{}");
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }
}
