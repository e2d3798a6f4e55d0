package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.limit.Limits;
import org.junit.jupiter.api.Test;

/** A client that never reads is let go when its queue is full, and nobody else notices. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(SlowClientTest.NoStallTimeout.class)
class SlowClientTest {

    /** The bound of the queue alone lets a client go. */
    public static class NoStallTimeout implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.outbound.stall-timeout", "1h");
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject Limits limits;

    @Test
    void whoNeverReadsIsClosedAndTheOthersGetEverything() throws IOException {
        String room = "slow-" + UUID.randomUUID();
        int before = limits.connections();
        try (Socket deaf = deafMember(room);
                RawClient listener =
                        RawClient.connected(http.getPort(), Tokens.withRoles("host", "service"))) {
            listener.subscribe("room", "/sub/chat/room/" + room);
            Awaitility.await().until(() -> limits.connections() == before + 2);
            int sent = 0;
            while (limits.connections() > before + 1 && sent < 8_000) {
                for (int burst = 0; burst < 25; burst++, sent++) {
                    listener.talk(room, "n" + sent, sent + " " + "x".repeat(1_900));
                }
                listener.awaitReceipt("n" + (sent - 1));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> limits.connections() == before + 1);
            int all = sent;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> listener.messages().size() == all);
            assertEquals(false, listener.isClosed());
            assertTrue(bytesUntilTheEnd(deaf) < all * 1_900L, "cut off before the last message");
        }
    }

    /** Reads until the gateway's end of the connection; it fails if there is none in time. */
    private static long bytesUntilTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        long bytes = 0;
        byte[] buffer = new byte[65_536];
        try {
            for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
                bytes += read;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (SocketException reset) {
            return bytes;
        }
        return bytes;
    }

    /** A member on a socket with small buffers that is never read from. */
    private Socket deafMember(String room) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", http.getPort()));
        write(
                socket,
                ("GET /ws-chat?token="
                                + Tokens.of("deaf")
                                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(US_ASCII));
        for (int blank = 0; blank < 4; ) {
            int c = socket.getInputStream().read();
            blank = c == '\r' || c == '\n' ? blank + 1 : 0;
        }
        write(socket, masked("CONNECT\naccept-version:1.2\nhost:x\n\n\0"));
        write(socket, masked("SUBSCRIBE\nid:s\ndestination:/sub/chat/room/" + room + "\n\n\0"));
        return socket;
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** A WebSocket text frame under 126 bytes, masked with zeros. */
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(US_ASCII);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }
}
