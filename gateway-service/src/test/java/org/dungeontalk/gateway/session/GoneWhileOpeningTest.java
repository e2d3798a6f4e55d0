package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients whose connection is reset between the handshake and the opening of the WebSocket. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class GoneWhileOpeningTest {

    private static final int CLIENTS = 400;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler listener =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                        complaints.add(line.getLoggerName() + ": " + line.getMessage());
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @TestHTTPResource("/")
    URI http;

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(listener);
    }

    @Test
    void areForgottenWithoutALineInTheLog() throws IOException {
        byte[] handshake =
                ("GET /ws-chat?token="
                                + Tokens.of("mira")
                                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(US_ASCII);
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket client = new Socket(http.getHost(), http.getPort())) {
                client.getOutputStream().write(handshake);
                client.setSoLinger(true, 0);
            }
        }
        // Each event loop opens its WebSockets in turn, so the others have been opened by then.
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            try (RawClient last = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
                last.subscribe("s", "/sub/chat/room/r");
            }
        }
        assertEquals(List.of(), complaints.stream().distinct().toList());
    }
}
