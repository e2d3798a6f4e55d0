package org.dungeontalk.persistence.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
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

    private final ObjectMapper json;

    FailedRequests(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    }

    private void answer(RoutingContext request) {
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
        ProblemBody body =
                new ProblemBody(
                        "about:blank",
                        "Internal Server Error",
                        BUG,
                        "The service failed; its log says why.");
        try {
            request.response()
                    .setStatusCode(BUG)
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            request.next();
        }
    }
}
