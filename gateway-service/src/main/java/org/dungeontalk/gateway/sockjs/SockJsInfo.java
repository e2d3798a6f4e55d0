package org.dungeontalk.gateway.sockjs;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.dungeontalk.gateway.http.Problem;

/**
 * Answers {@code GET /ws-chat/info}, which sockjs-client requests before it connects: WebSocket is
 * available and no cookie is needed. The framework's list of origins applies, as everywhere.
 */
@Singleton
public class SockJsInfo {
    private static final long ENTROPY = 1L << 32;

    void routes(@Observes Router router) {
        router.route("/ws-chat/info")
                .handler(Problem.takesOnly(HttpMethod.GET))
                .handler(SockJsInfo::info);
    }

    private static void info(RoutingContext ctx) {
        ctx.response()
                .putHeader(
                        "Cache-Control",
                        "no-store, no-cache, no-transform, must-revalidate, max-age=0");
        ctx.json(
                new JsonObject()
                        .put("websocket", true)
                        .put("cookie_needed", false)
                        .put("origins", new JsonArray().add("*:*"))
                        .put("entropy", ThreadLocalRandom.current().nextLong(ENTROPY)));
    }
}
