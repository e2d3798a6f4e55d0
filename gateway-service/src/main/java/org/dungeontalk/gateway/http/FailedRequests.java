package org.dungeontalk.gateway.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

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

    /** After the check of origins, before the routes. */
    private static final int BEFORE_ROUTES = -1;

    void routes(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(FailedRequests::failed);
        router.route("/api/*").order(BEFORE_ROUTES).handler(FailedRequests::checkTarget);
        for (String path : FOR_PROGRAMS) {
            router.route(path + "/*").order(Integer.MAX_VALUE).handler(FailedRequests::unknown);
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
        if (RequestTarget.isText(ctx.request().uri())) {
            ctx.next();
        } else {
            Problem.of(
                            BAD_REQUEST,
                            "BAD_REQUEST",
                            "Path and query are percent-encoded UTF-8 without NUL.")
                    .answer(ctx);
        }
    }

    private static void unknown(RoutingContext ctx) {
        Problem.of(404, "NOT_FOUND", "There is nothing at this path.").answer(ctx);
    }

    private static boolean isForPrograms(String path) {
        return FOR_PROGRAMS.stream().anyMatch(it -> path.equals(it) || path.startsWith(it + "/"));
    }
}
