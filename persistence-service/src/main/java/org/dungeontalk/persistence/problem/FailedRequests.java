package org.dungeontalk.persistence.problem;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers requests that fail before a resource is asked, or in a way that nobody expects, instead
 * of the framework: that would write HTML or nothing, and log the query, in which there may be
 * searched words or, by a client's mistake, a token.
 */
@ApplicationScoped
class FailedRequests {

    /** After the check of origins, before resources. */
    private static final int BEFORE_RESOURCES = -1;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RouteAnswers::failed);
        router.route("/api/*").order(BEFORE_RESOURCES).handler(RouteAnswers::checkTarget);
    }
}
