package org.dungeontalk.gateway.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.GatewayProcess;
import org.dungeontalk.gateway.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway at the edges of a connection's life: slow to begin, and stopped. */
class StopIT {
    private static final String SECRET = "local-secret-of-this-test-0123456789abcdef";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int HEADERS_MS = 10_000;
    private static final int LATEST_MS = 15_000;

    @TempDir static Path directory;

    private static KafkaCluster kafka;

    @BeforeAll
    static void start() throws IOException {
        kafka = KafkaCluster.start(directory.resolve("kafka"), 1);
        GatewayInfrastructure.createTopics(kafka, 30);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void sigtermFailsReadinessAtOnceAndClosesEverybodyInWavesWithWhatWasInFlightAnswered()
            throws Exception {
        try (GatewayProcess gateway = gateway("8s", "9s")) {
            List<RawClient> clients =
                    IntStream.range(0, 30)
                            .mapToObj(i -> RawClient.connected(gateway.port(), token("p" + i)))
                            .toList();
            clients.get(29).subscribe("s", "/sub/chat/room/r");
            gateway.terminate();
            await().atMost(TIMEOUT).until(() -> gateway.status("/q/health/ready") == 503);
            assertEquals(200, gateway.status("/q/health/live"));
            assertEquals(503, RawClient.statusOf(gateway.port(), "?token=" + token("late")));
            assertEquals(0, closed(clients), "the ingress has time to notice");
            clients.forEach(c -> c.talk("r", "last", "still here"));
            clients.forEach(c -> c.awaitReceipt("last"));
            await().atMost(TIMEOUT).until(() -> closed(clients) > 0);
            assertTrue(closed(clients) < 20, "the first wave is not everybody");
            assertEquals(200, gateway.status("/q/health/live"));
            clients.forEach(c -> assertEquals(1012, c.awaitClose()));
            knockUntilItEnds(gateway);
            assertTrue(gateway.output().contains("Drained"));
            for (String level : List.of("ERROR", "WARN")) {
                assertFalse(gateway.output().contains(level), gateway.output());
            }
        }
    }

    @Test
    void whoIsSlowToAskIsCutOffAndWhoHasAWebSocketIsNot() throws Exception {
        try (GatewayProcess gateway = gateway("0s", "0s")) {
            cutsOffWhoIsSlow(gateway);
        }
    }

    private static void cutsOffWhoIsSlow(GatewayProcess gateway) throws Exception {
        long asked = System.nanoTime();
        try (RawClient quiet = RawClient.connected(gateway.port(), token("quiet"));
                Socket silent = new Socket("127.0.0.1", gateway.port());
                Socket trickling = new Socket("127.0.0.1", gateway.port());
                Socket idle = new Socket("127.0.0.1", gateway.port());
                Socket unfinished = new Socket("127.0.0.1", gateway.port())) {
            write(trickling, "GET /ws-chat HTTP/1.1\r\nHost: x\r\n");
            write(idle, "GET /ws-chat/info HTTP/1.1\r\nHost: x\r\n\r\n");
            write(unfinished, "POST /ws-chat/info HTTP/1.1\r\nHost: x\r\nContent-Le");
            List<Socket> open = new ArrayList<>(List.of(silent, trickling, idle, unfinished));
            long began = System.nanoTime();
            AtomicLong seenOpen = new AtomicLong();
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> {
                                trickle(trickling);
                                long look = (System.nanoTime() - began) / 1_000_000;
                                open.removeIf(StopIT::ended);
                                seenOpen.set(open.isEmpty() ? seenOpen.get() : look);
                                return open.isEmpty();
                            });
            long ended = (System.nanoTime() - asked) / 1_000_000;
            assertTrue(ended >= HEADERS_MS - 1_000, ended + " ms");
            assertTrue(seenOpen.get() < LATEST_MS, seenOpen + " ms");
            quiet.talk("r", "after", "a WebSocket is not bound");
            quiet.awaitReceipt("after");
            assertEquals(200, gateway.status("/q/health/ready"));
        }
    }

    private static GatewayProcess gateway(String notice, String time) {
        return new GatewayProcess(
                Map.of(
                        "kafka.bootstrap.servers", kafka.bootstrapServers(),
                        "dungeontalk.token.secret", SECRET,
                        "dungeontalk.drain.notice", notice,
                        "dungeontalk.drain.time", time));
    }

    private static String token(String player) {
        return Jwt.claim("id", player).expiresIn(Duration.ofMinutes(10)).signWithSecret(SECRET);
    }

    private static long closed(List<RawClient> clients) {
        return clients.stream().filter(RawClient::isClosed).count();
    }

    /** As players do who look for another gateway. */
    private static void knockUntilItEnds(GatewayProcess gateway) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        while (gateway.isRunning() && System.nanoTime() < until) {
            try {
                new Socket("127.0.0.1", gateway.port()).close();
            } catch (IOException refused) {
                // it accepts nobody any more
            }
        }
        gateway.awaitEnd();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.setSoTimeout(20);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void trickle(Socket socket) {
        try {
            write(socket, "X");
        } catch (IOException cut) {
            // the next look finds it ended
        }
    }

    private static boolean ended(Socket socket) {
        try {
            socket.setSoTimeout(20);
            int read;
            do {
                read = socket.getInputStream().read();
            } while (read >= 0);
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException cut) {
            return true;
        }
    }
}
