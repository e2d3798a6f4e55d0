package org.dungeontalk.gateway.wire;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sets what the framework's configuration can't, before the public port opens. Per-frame
 * compression is off, because Netty would then accept frames with reserved bits. Every accepted
 * connection gets a time limit. At most 2 KiB are read at once, so that little more arrives after
 * {@link Inbound} has switched reading off. The framework's setting adds each subprotocol twice,
 * and every WebSocket holds them all.
 */
@Singleton
public class ServerSettings implements HttpServerOptionsCustomizer {
    private static final String COMPRESSION =
            "quarkus.websockets-next.server.per-message-compression-supported";
    private static final List<String> SUBPROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");
    private static final int READ_AT_ONCE = 2_048;

    private final boolean compressed;

    ServerSettings(@ConfigProperty(name = COMPRESSION, defaultValue = "false") boolean compressed) {
        this.compressed = compressed;
    }

    /**
     * @throws IllegalStateException if message compression is on: the server does not start
     */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        if (compressed) {
            throw new IllegalStateException(
                    COMPRESSION
                            + " must be false: all members of a room get the same uncompressed"
                            + " bytes");
        }
        options.setPerFrameWebSocketCompressionSupported(false);
        options.setReceiveBufferSize(READ_AT_ONCE);
        options.setWebSocketSubProtocols(new ArrayList<>(SUBPROTOCOLS));
        AcceptedConnections.enable();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
