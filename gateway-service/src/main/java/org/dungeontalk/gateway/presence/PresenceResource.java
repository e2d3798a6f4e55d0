package org.dungeontalk.gateway.presence;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.gateway.http.BearerToken;
import org.dungeontalk.gateway.http.Problem;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;

/**
 * {@code GET /api/rooms/{id}/presence?kind=chat|aichat}: lists the members of a room to players who
 * may enter it.
 */
@Singleton
public class PresenceResource {
    private static final String PATH = "/api/rooms/:roomId/presence";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Presence presence;

    PresenceResource(Presence presence) {
        this.presence = presence;
    }

    void routes(@Observes Router router, BearerToken token) {
        router.get(PATH).handler(token).handler(this::answer).failureHandler(Problem::failed);
        router.route(PATH).handler(Problem.takesOnly(HttpMethod.GET));
    }

    private void answer(RoutingContext ctx) {
        String kind = ctx.queryParams().contains("kind") ? ctx.queryParams().get("kind") : "chat";
        Optional<RoomKey> room =
                RoomKind.of(kind).flatMap(k -> RoomKey.of(k, ctx.pathParam("roomId")));
        if (room.isEmpty()) {
            Problem.of(
                            400,
                            "INVALID_FIELD",
                            "kind is chat or aichat, the room id has at most 120 characters.")
                    .answer(ctx);
        } else if (!BearerToken.player(ctx).mayEnter(room.get().id())) {
            Problem.of(403, "ROOM_FORBIDDEN", "Your token does not open this room.").answer(ctx);
        } else {
            presence.snapshot(room.get())
                    .ifPresentOrElse(body -> found(ctx, body), () -> notYet(ctx));
        }
    }

    private static void found(RoutingContext ctx, byte[] body) {
        ctx.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(body));
    }

    private static void notYet(RoutingContext ctx) {
        new Problem(503, "NOT_READY", "This gateway does not know yet who is where.", SOON)
                .answer(ctx);
    }
}
