package org.dungeontalk.persistence.problem;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers requests that fail before a resource handles them, or in an unexpected way. The framework
 * would answer with HTML or nothing, and log the query, which may contain a token by a client's
 * mistake.
 *
 * <p>On the management port it only answers malformed requests: the framework would log a stack
 * trace for each.
 */
@ApplicationScoped
class FailedRequests {

    private static final int BAD_REQUEST = 400;

    /** After the CORS check, before resources. */
    private static final int BEFORE_RESOURCES = -1;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RouteAnswers::failed);
        router.route("/api/*").order(BEFORE_RESOURCES).handler(RouteAnswers::checkTarget);
    }

    void management(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route().order(Integer.MIN_VALUE).failureHandler(FailedRequests::malformed);
        router.errorHandler(BAD_REQUEST, it -> RouteAnswers.end(it, BAD_REQUEST));
    }

    private static void malformed(RoutingContext request) {
        if (request.statusCode() == BAD_REQUEST) {
            RouteAnswers.failed(request);
        } else {
            request.next();
        }
    }
}
