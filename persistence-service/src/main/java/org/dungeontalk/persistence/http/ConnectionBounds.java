package org.dungeontalk.persistence.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Bounds what a connection to the public port may ask for at once: closes it when too many of its
 * requests wait for their answers. The number of connections is bounded by a setting. Called on
 * event loops. Never blocks.
 */
@Singleton
public class ConnectionBounds {
    /** Before everything else that handles a request. */
    private static final int FIRST = -10_000;

    private final Counter closed;

    ConnectionBounds(MeterRegistry metrics) {
        this.closed =
                Counter.builder("dungeontalk.persistence.connections.refused")
                        .description(
                                "Connections closed because too many of their requests waited for"
                                        + " their answers")
                        .register(metrics);
    }

    void route(@Observes Router router) {
        router.route().order(FIRST).handler(this::watch);
    }

    private void watch(RoutingContext request) {
        if (request.request().connection() instanceof ConnectionBase connection) {
            UnansweredRequests.watch(connection.channelHandlerContext(), closed::increment);
        }
        request.next();
    }
}
