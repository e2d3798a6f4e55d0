package org.dungeontalk.gateway.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.http.Problem;
import org.dungeontalk.gateway.identity.TokenVerifier;
import org.dungeontalk.gateway.text.Characters;
import org.dungeontalk.gateway.text.Nickname;
import org.dungeontalk.gateway.text.Utf8;

/**
 * The HTTP routes of the player's page: the URL of the history, the server's time and, in the local
 * profile only, tokens for guests. In production the guests' route does not exist.
 */
@Singleton
public class PageRoutes {
    private final GatewayConfig config;

    PageRoutes(GatewayConfig config) {
        this.config = config;
    }

    void routes(@Observes Router router) {
        boolean guests = config.page().guests();
        if (guests && !TokenVerifier.localProfile()) {
            throw new IllegalStateException(
                    "dungeontalk.page.guests is for the local profile only");
        }
        router.get("/api/page")
                .handler(
                        ctx ->
                                ctx.json(
                                        new JsonObject()
                                                .put("guest", guests)
                                                .put("serverTime", now())
                                                .put(
                                                        "historyUrl",
                                                        config.page().historyUrl().orElse(""))));
        router.route("/api/page").handler(Problem.takesOnly(HttpMethod.GET));
        if (guests) {
            GuestTokens tokens = new GuestTokens(config.token().secret().orElseThrow());
            router.post("/api/guest")
                    .handler(BodyHandler.create(false).setBodyLimit(1024))
                    .handler(ctx -> guest(ctx, tokens))
                    .failureHandler(Problem::failed);
            router.route("/api/guest").handler(Problem.takesOnly(HttpMethod.POST));
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void guest(RoutingContext ctx, GuestTokens tokens) {
        Buffer body = ctx.body().buffer();
        if (body != null && !Utf8.isJson(body.getBytes())) {
            Problem.of(400, "INVALID_JSON", "The body is not UTF-8.").answer(ctx);
            return;
        }
        String asked = nickname(body);
        Optional<String> nickname =
                asked == null || Characters.count(asked) > Nickname.LONGEST
                        ? Optional.empty()
                        : Nickname.shown(asked);
        if (nickname.isEmpty()) {
            Problem.of(400, "INVALID_FIELD", "nickname has 1 to 80 characters, of which one shows.")
                    .answer(ctx);
            return;
        }
        GuestTokens.Guest guest = tokens.issue(nickname.get());
        ctx.response().putHeader("Cache-Control", "no-store");
        ctx.json(
                new JsonObject()
                        .put("token", guest.token())
                        .put("playerId", guest.playerId())
                        .put("nickname", guest.nickname())
                        .put("serverTime", now()));
    }

    private static String nickname(Buffer body) {
        try {
            return body != null
                            && Json.decodeValue(body) instanceof JsonObject guest
                            && guest.getValue("nickname") instanceof String name
                    ? name
                    : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
