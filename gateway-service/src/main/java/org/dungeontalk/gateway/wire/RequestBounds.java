package org.dungeontalk.gateway.wire;

import io.netty.channel.Channel;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Bounds what a connection may take on its way to being a WebSocket, or between two requests: 10
 * seconds for the complete headers of a request, 60 for the rest of it and the answer. A WebSocket
 * has no such bound; its session looks after it.
 */
@Singleton
public class RequestBounds {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int FIRST = 10_000;

    void filters(@Observes Filters filters) {
        filters.register(RequestBounds::request, FIRST);
    }

    /**
     * The management port is not public: its connections are kept once they have asked something.
     */
    void management(@Observes ManagementInterface management) {
        management
                .router()
                .route()
                .order(-FIRST)
                .handler(
                        ctx -> {
                            channel(ctx.request(), RequestDeadline::lift);
                            ctx.next();
                        });
    }

    private static void request(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        channel(request, channel -> RequestDeadline.set(channel, ANSWER));
        ctx.addEndHandler(
                end ->
                        channel(
                                request,
                                channel ->
                                        RequestDeadline.set(channel, AcceptedConnections.HEADERS)));
        ctx.next();
    }

    private static void channel(HttpServerRequest request, Consumer<Channel> then) {
        if (request.connection() instanceof ConnectionBase connection) {
            then.accept(connection.channelHandlerContext().channel());
        }
    }
}
