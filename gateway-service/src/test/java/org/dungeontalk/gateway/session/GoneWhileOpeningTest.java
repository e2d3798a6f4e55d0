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
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

/** Clients whose connection is reset between the handshake and the opening of the WebSocket. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class GoneWhileOpeningTest {

    private static final int CLIENTS = 400;

    @TestHTTPResource("/")
    URI http;

    @Test
    void areForgottenWithoutALineInTheLog() throws IOException {
        byte[] handshake =
                ("GET /ws-chat?token="
                                + Tokens.of("mira")
                                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(US_ASCII);
        try (LogLines log = LogLines.start()) {
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
            assertEquals(
                    List.of(),
                    log.toString()
                            .lines()
                            .filter(line -> line.matches("(WARN|ERROR|FATAL) .*"))
                            .toList());
        }
    }
}
