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
 * Bounds what a connection may take on its way to being a WebSocket, or between two requests: 10
 * seconds for the complete headers of a request, 60 for the rest of it and the answer. A WebSocket
 * has no such bound; its session looks after it. What the kernel keeps of a connection unread is 64
 * KiB from its first request on: {@link ServerSettings} makes it as small as one read, for the
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
        channel(request, RequestBounds::begun);
        ctx.addEndHandler(
                end ->
                        channel(
                                request,
                                channel ->
                                        RequestDeadline.set(channel, AcceptedConnections.HEADERS)));
        ctx.next();
    }

    private static void begun(Channel channel) {
        channel.config().setOption(ChannelOption.SO_RCVBUF, UNREAD);
        RequestDeadline.set(channel, ANSWER);
    }

    private static void channel(HttpServerRequest request, Consumer<Channel> then) {
        ClientChannel.of(request).ifPresent(client -> then.accept(client.context().channel()));
    }
}
