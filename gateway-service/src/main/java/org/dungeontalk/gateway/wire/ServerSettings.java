package org.dungeontalk.gateway.wire;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * What the framework's settings don't reach, before the public port is opened: no frame-wise
 * compression either (with it Netty would take frames with reserved bits set), and a time limit on
 * every connection it accepts.
 */
@Singleton
public class ServerSettings implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
        AcceptedConnections.enable();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
