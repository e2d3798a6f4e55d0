package org.dungeontalk.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {

    @Test
    void aServerThatIsToCompressMessagesDoesNotStart() {
        Exception refused =
                assertThrows(
                        IllegalStateException.class,
                        () -> new ServerSettings(true).customizeHttpServer(options()));
        assertTrue(refused.getMessage().contains("per-message-compression-supported"));
    }

    @Test
    void everySubprotocolIsOfferedOnceHoweverOftenTheServerIsSetUp() {
        HttpServerOptions options = options();
        ServerSettings settings = new ServerSettings(false);
        settings.customizeHttpServer(options);
        settings.customizeHttpServer(options);
        assertEquals(
                List.of("v12.stomp", "v11.stomp", "v10.stomp"), options.getWebSocketSubProtocols());
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions();
    }
}
