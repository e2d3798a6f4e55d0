package org.dungeontalk.gateway.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * Answers requests without a route and unexpected failures before the framework does. The framework
 * would log the query, which may hold a token, and would answer programs in HTML. Other requests
 * are left to the framework, such as the page's files.
 *
 * <p>On the management port it answers only malformed requests; the framework would log a stack
 * trace for each.
 */
@Singleton
class FailedRequests {
    private static final List<String> FOR_PROGRAMS = List.of("/api", "/ws-chat");
    private static final int BAD_REQUEST = 400;

    /**
     * The only method of each path. The framework would answer HEAD and OPTIONS by itself, and 405
     * without {@code Allow}.
     */
    private static final Map<String, HttpMethod> METHODS =
            Map.of(
                    "/api/page", HttpMethod.GET,
                    "/api/rooms/:roomId/presence", HttpMethod.GET,
                    "/api/chat/room/:roomId/message", HttpMethod.POST,
                    "/api/aichat/room/:roomId/message", HttpMethod.POST);

    /** After the check of origins, before the routes. */
    private static final int BEFORE_ROUTES = -1;

    void routes(@Observes Router router, GatewayConfig config) {
        router.route().order(Integer.MIN_VALUE).failureHandler(FailedRequests::failed);
        router.route("/api/*").order(BEFORE_ROUTES).handler(FailedRequests::checkTarget);
        router.route("/api/guest")
                .order(BEFORE_ROUTES)
                .handler(
                        config.page().guests()
                                ? Problem.takesOnly(HttpMethod.POST)
                                : Problem.NOTHING_HERE::answer);
        METHODS.forEach(
                (path, method) ->
                        router.route(path).order(BEFORE_ROUTES).handler(Problem.takesOnly(method)));
        for (String path : FOR_PROGRAMS) {
            router.route(path + "/*")
                    .order(Integer.MAX_VALUE)
                    .handler(Problem.NOTHING_HERE::answer);
        }
    }

    void management(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route().order(Integer.MIN_VALUE).failureHandler(FailedRequests::malformed);
        router.errorHandler(BAD_REQUEST, Problem.MALFORMED::answer);
    }

    private static void malformed(RoutingContext ctx) {
        if (ctx.statusCode() == BAD_REQUEST) {
            Problem.MALFORMED.answer(ctx);
        } else {
            ctx.next();
        }
    }

    private static void failed(RoutingContext ctx) {
        if (ctx.failure() != null
                || ctx.statusCode() == 500
                || isForPrograms(ctx.request().path())) {
            Problem.failed(ctx);
        } else {
            ctx.next();
        }
    }

    private static void checkTarget(RoutingContext ctx) {
        Optional<String> wrong = RequestTarget.wrong(ctx.request().uri());
        if (wrong.isPresent()) {
            Problem.of(BAD_REQUEST, "BAD_REQUEST", wrong.get()).answer(ctx);
        } else {
            ctx.next();
        }
    }

    private static boolean isForPrograms(String path) {
        return FOR_PROGRAMS.stream().anyMatch(it -> path.equals(it) || path.startsWith(it + "/"));
    }
}
