package org.dungeontalk.gateway.http;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers requests that fail in a way that no route expects, before the framework does: that would
 * log the query, in which tokens are.
 */
@Singleton
class FailedRequests {

    void routes(@Observes Router router) {
        router.route()
                .order(Integer.MIN_VALUE)
                .failureHandler(
                        ctx -> {
                            if (ctx.statusCode() == 500) {
                                Problem.failed(ctx);
                            } else {
                                ctx.next();
                            }
                        });
    }
}
