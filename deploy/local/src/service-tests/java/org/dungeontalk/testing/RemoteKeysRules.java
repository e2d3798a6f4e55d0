package org.dungeontalk.testing;

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
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** A JWKS URL that is called often, hangs, or sends invalid responses: the same in each service. */
public abstract class RemoteKeysRules {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Class<? extends RuntimeException> refused;
    private final Class<? extends RuntimeException> unavailable;

    /** Takes the exceptions of a token that is refused, and of keys that can't be fetched. */
    protected RemoteKeysRules(
            Class<? extends RuntimeException> refused,
            Class<? extends RuntimeException> unavailable) {
        this.refused = refused;
        this.unavailable = unavailable;
    }

    /** A reader of the payloads of tokens that are signed with a key of the JWKS at a URL. */
    protected abstract UnaryOperator<String> byJwks(String url, Duration timeout);

    @Test
    void strangersTokensMakeNobodyAskAgainAndKnownKeysGoOnToServeInAnOutage() throws Exception {
        RsaJsonWebKey key = key("ours");
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = serving(new JsonWebKeySet(key), asked);
        UnaryOperator<String> signatures = byJwks(url(server.getAddress().getPort()), TIMEOUT);
        String ours = signed(key);
        String stranger = signed(key("stranger"));
        signatures.apply(ours);
        for (int i = 0; i < 50; i++) {
            assertThrows(refused, () -> signatures.apply(stranger));
        }
        assertTrue(asked.get() <= 2, asked + " times asked");
        server.stop(0);
        for (int i = 0; i < 50; i++) {
            assertThrows(RuntimeException.class, () -> signatures.apply(stranger));
            signatures.apply(ours);
        }
    }

    @Test
    void anOutageIsLoggedOnceHoweverManyTokensOfKnownAndUnknownKeysCome() throws Exception {
        RsaJsonWebKey key = key("ours");
        HttpServer server = serving(new JsonWebKeySet(key), new AtomicInteger());
        int port = server.getAddress().getPort();
        UnaryOperator<String> signatures = byJwks(url(port), TIMEOUT);
        String ours = signed(key);
        String stranger = signed(key("stranger"));
        signatures.apply(ours);
        server.stop(0);
        try (LogLines log = LogLines.start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> unavailable.isInstance(refusal(signatures, stranger)));
            for (int i = 0; i < 10; i++) {
                signatures.apply(ours);
                assertInstanceOf(unavailable, refusal(signatures, stranger));
            }
            assertEquals(1, log.about("can't be fetched"));
            assertEquals(0, log.about("can be fetched again"));
            server = serving(new JsonWebKeySet(key), port, new AtomicInteger());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> refused.isInstance(refusal(signatures, stranger)));
            signatures.apply(ours);
            assertEquals(1, log.about("can't be fetched"));
            assertEquals(1, log.about("can be fetched again"));
        } finally {
            server.stop(0);
        }
    }

    private static Throwable refusal(UnaryOperator<String> signatures, String token) {
        return assertThrows(RuntimeException.class, () -> signatures.apply(token));
    }

    @Test
    void aKeyThatTheIssuerHasAddedIsFetchedWithinSeconds() throws Exception {
        JsonWebKeySet keys = new JsonWebKeySet(key("old"));
        HttpServer server = serving(keys, new AtomicInteger());
        try {
            UnaryOperator<String> signatures = byJwks(url(server.getAddress().getPort()), TIMEOUT);
            RsaJsonWebKey added = key("added");
            String token = signed(added);
            assertThrows(refused, () -> signatures.apply(token));
            keys.addJsonWebKey(added);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(refused)
                    .until(() -> signatures.apply(token) != null);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aUrlThatHangsIsWaitedForOnceAndNotByEachTokenAnew() throws Exception {
        String token = signed(key("ours"));
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            UnaryOperator<String> signatures = byJwks(url(hangs.getLocalPort()), TIMEOUT);
            long began = System.nanoTime();
            List<CompletableFuture<Void>> asking =
                    IntStream.range(0, 200)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.runAsync(
                                                    () ->
                                                            assertThrows(
                                                                    unavailable,
                                                                    () -> signatures.apply(token)),
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
            UnaryOperator<String> signatures = byJwks(url(server.getAddress().getPort()), TIMEOUT);
            String token = signed(key("ours"));
            CompletableFuture<String> fetching = payload(signatures, token, threads);
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            long began = System.nanoTime();
            CompletableFuture<String> waiting = payload(signatures, token, threads);
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            assertInstanceOf(unavailable, failure.getCause());
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
            UnaryOperator<String> signatures = byJwks(url(server.getAddress().getPort()), TIMEOUT);
            String token = signed(key("ours"));
            RuntimeException away = assertThrows(unavailable, () -> signatures.apply(token));
            assertEquals(
                    "The keys of the token's issuer are unavailable now. Try again later.",
                    away.getMessage());
        } finally {
            server.stop(0);
        }
    }

    private static CompletableFuture<String> payload(
            UnaryOperator<String> signatures, String token, ExecutorService threads) {
        return CompletableFuture.supplyAsync(() -> signatures.apply(token), threads);
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
