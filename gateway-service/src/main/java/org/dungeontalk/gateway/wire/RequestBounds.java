package org.dungeontalk.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Bounds the time that a connection may take before it becomes a WebSocket, and between two
 * requests: 10 seconds for the complete headers of a request, 60 for its rest and the answer. A
 * WebSocket has no such limit; its session watches it. The first request sets the kernel's receive
 * buffer to 64 KiB. {@link ServerSettings} has to make it as small as one read, because the
 * framework has one setting for both.
 */
@Singleton
public class RequestBounds {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int FIRST = 10_000;
    private static final int UNREAD = 65_536;

    void filters(@Observes Filters filters) {
        filters.register(RequestBounds::request, FIRST);
    }

    /**
     * The management port is not public: its connections have no time limit after the first
     * request.
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
        channel(request, RequestBounds::begun);
        ctx.addEndHandler(
                end ->
                        channel(
                                request,
                                channel ->
                                        RequestDeadline.set(channel, AcceptedConnections.HEADERS)));
        ctx.next();
    }

    /** Requests that a client sent before its connection was closed are handled after that. */
    private static void begun(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_RCVBUF, UNREAD);
            RequestDeadline.set(channel, ANSWER);
        }
    }

    private static void channel(HttpServerRequest request, Consumer<Channel> then) {
        ClientChannel.of(request).ifPresent(client -> then.accept(client.context().channel()));
    }
}
