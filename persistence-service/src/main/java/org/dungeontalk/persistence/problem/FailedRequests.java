package org.dungeontalk.persistence.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Answers requests that fail in a way that nobody expects, before the framework does: that would
 * log the query, in which there may be searched words or, by a client's mistake, a token.
 */
@ApplicationScoped
class FailedRequests {

    private static final Logger LOG = Logger.getLogger(FailedRequests.class);
    private static final int BUG = 500;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(FailedRequests::answer);
    }

    private static void answer(RoutingContext request) {
        if (request.statusCode() != BUG
                || request.response().ended()
                || request.response().headWritten()) {
            request.next();
            return;
        }
        LOG.errorf(
                request.failure(),
                "%s %s failed",
                request.request().method(),
                request.normalizedPath());
        JsonObject body =
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Internal Server Error")
                        .put("status", BUG)
                        .put("detail", "The service failed; its log says why.");
        request.response()
                .setStatusCode(BUG)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(body.toBuffer());
    }
}
