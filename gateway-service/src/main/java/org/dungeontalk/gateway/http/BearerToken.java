package org.dungeontalk.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.dungeontalk.gateway.identity.BearerChallenge;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.TokenRefused;
import org.dungeontalk.gateway.identity.TokenUndecidedException;
import org.dungeontalk.gateway.identity.TokenVerifier;

/**
 * Passes a request on only with a valid token in {@code Authorization: Bearer …}, and gives later
 * handlers the caller. Otherwise answers 401 as a {@link Problem}, before any byte of the body is
 * read. It must therefore come before the route's body handler.
 *
 * <p>Thread-safe, never blocks: the token is verified on a worker thread, and the request continues
 * on its event loop.
 */
@Singleton
public class BearerToken implements SecurityPolicyHandler {
    private static final String PLAYER = BearerToken.class.getName();
    private static final String SCHEME = "Bearer ";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TokenVerifier tokens;

    BearerToken(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /** The caller of a request that this handler has passed on. */
    public static Player player(RoutingContext ctx) {
        return ctx.get(PLAYER);
    }

    @Override
    public void handle(RoutingContext ctx) {
        String value = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            refuse(ctx, "Bearer", "A token is needed: Authorization: Bearer …");
            return;
        }
        ctx.request().pause();
        tokens.verify(value.substring(SCHEME.length()).trim())
                .subscribe()
                .with(
                        player -> {
                            ctx.put(PLAYER, player);
                            ctx.request().resume();
                            ctx.next();
                        },
                        e -> failed(ctx, e));
    }

    private static void failed(RoutingContext ctx, Throwable e) {
        ctx.request().resume();
        if (e instanceof TokenRefused) {
            refuse(ctx, BearerChallenge.of(e.getMessage()), e.getMessage());
        } else if (e instanceof TokenUndecidedException) {
            new Problem(503, "GATEWAY_BUSY", e.getMessage(), SOON).answer(ctx);
        } else {
            ctx.fail(e);
        }
    }

    private static void refuse(RoutingContext ctx, String challenge, String why) {
        ctx.response().putHeader("WWW-Authenticate", challenge);
        Problem.of(401, "UNAUTHORIZED", why).answer(ctx);
    }
}
