package org.dungeontalk.gateway.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Routes as the gateway's own are made, for the tests. */
@Singleton
class CallerEcho {

    void routes(@Observes Router router, BearerToken token) {
        router.post("/test/caller")
                .handler(token)
                .handler(BodyHandler.create(false).setBodyLimit(100))
                .handler(ctx -> ctx.end(BearerToken.player(ctx).id() + ":" + ctx.body().asString()))
                .failureHandler(Problem::failed);
        router.get("/test/bug")
                .handler(
                        ctx -> {
                            throw new IllegalStateException("a bug, on purpose");
                        })
                .failureHandler(Problem::failed);
        router.get("/test/unhandled")
                .handler(
                        ctx -> {
                            throw new IllegalStateException("a bug that no route expects");
                        });
    }
}
