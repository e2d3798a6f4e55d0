package org.dungeontalk.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerOptions;
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

    private static HttpServerOptions options() {
        return new HttpServerOptions();
    }
}
