package org.dungeontalk.gateway.handshake;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.gateway.http.Problem;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.wire.ClientChannel;

/**
 * Refuses HTTP requests of an address past its rate, of any kind, handshakes too: with 429, and
 * closes the connection. Closes a connection that sends request after request without waiting for
 * the answers. Requests to the management port don't count.
 */
@Singleton
public class RequestRate {
    /** After the time limits of {@code RequestBounds}, before everything else. */
    private static final int ORDER = -9_999;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final TrustedProxies proxies;
    private final Limits limits;

    RequestRate(TrustedProxies proxies, Limits limits) {
        this.proxies = proxies;
        this.limits = limits;
    }

    void route(@Observes Router router) {
        router.route().order(ORDER).handler(this::request);
    }

    private void request(RoutingContext ctx) {
        ClientChannel.of(ctx.request())
                .ifPresent(channel -> channel.boundRequests(limits::unansweredRequests));
        Optional<Limit> over = limits.request(proxies.client(ctx.request()));
        if (over.isEmpty()) {
            ctx.next();
            return;
        }
        ctx.response().putHeader("Connection", "close");
        ctx.addEndHandler(answered -> ctx.request().connection().close());
        new Problem(over.get().status(), "RATE_LIMITED", over.get().sentence(), SOON).answer(ctx);
    }
}
