package org.dungeontalk.gateway.publish;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.http.BearerToken;
import org.dungeontalk.gateway.http.Problem;
import org.dungeontalk.gateway.message.RefusedException;
import org.dungeontalk.gateway.room.RoomKind;

/**
 * Publishes over HTTP, for role {@code service}: {@code POST /api/chat/room/{roomId}/message} and
 * {@code POST /api/aichat/room/{roomId}/message}.
 *
 * <p>Answers 201 with the message's id and cursor once the log has it. Otherwise answers a {@link
 * Problem}: 4xx if the same request would fail again; 429 or 503 with Retry-After if it may succeed
 * later. Nothing blocks: no event loop waits for the log.
 */
@Singleton
public class PublishRoutes {
    private final ServicePublisher publisher;
    private final BearerToken token;
    private final int maxBody;

    PublishRoutes(ServicePublisher publisher, BearerToken token, GatewayConfig config) {
        this.publisher = publisher;
        this.token = token;
        this.maxBody = config.stomp().maxFrame();
    }

    void routes(@Observes Router router) {
        for (RoomKind kind : RoomKind.values()) {
            String path = "/api/" + kind.text() + "/room/:roomId/message";
            router.post(path)
                    .handler(token)
                    .handler(BodyHandler.create(false).setBodyLimit(maxBody))
                    .handler(ctx -> publish(ctx, kind))
                    .failureHandler(Problem::failed);
            router.route(path).handler(Problem.takesOnly(HttpMethod.POST));
        }
    }

    /** Answers on the request's event loop. */
    private void publish(RoutingContext ctx, RoomKind kind) {
        Buffer body = ctx.body().buffer();
        Context loop = ctx.vertx().getOrCreateContext();
        publisher
                .publish(
                        BearerToken.player(ctx),
                        kind,
                        ctx.pathParam("roomId"),
                        body == null ? new byte[0] : body.getBytes(),
                        ctx.request().getHeader("traceparent"))
                .emitOn(task -> loop.runOnContext(v -> task.run()))
                .subscribe()
                .with(at -> published(ctx, at), failure -> failed(ctx, failure));
    }

    private static void published(RoutingContext ctx, ServicePublisher.Published at) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response().setStatusCode(201);
            ctx.json(
                    new JsonObject()
                            .put("messageId", at.messageId().toString())
                            .put("cursor", at.cursor().toString()));
        }
    }

    private static void failed(RoutingContext ctx, Throwable failure) {
        if (failure instanceof RefusedException refused) {
            Problem.of(refused.refusal()).answer(ctx);
        } else {
            ctx.fail(failure);
        }
    }
}
