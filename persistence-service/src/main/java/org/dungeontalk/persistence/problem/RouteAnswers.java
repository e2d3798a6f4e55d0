package org.dungeontalk.persistence.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * Refusals of requests that no resource handles, in the same form. Called on event loops. Never
 * blocks.
 */
public final class RouteAnswers {

    private static final Logger LOG = Logger.getLogger(RouteAnswers.class);
    private static final int BUG = 500;

    private RouteAnswers() {}

    /** Passes a request to the next handler unless its target is malformed. */
    public static void checkTarget(RoutingContext request) {
        try {
            RequestTarget.check(request.request().uri());
        } catch (Problem refused) {
            end(request, refused);
            return;
        }
        request.next();
    }

    /**
     * Answers for a handler that has failed. An unexpected failure is logged, without the query.
     */
    public static void failed(RoutingContext request) {
        if (request.response().ended() || request.response().headWritten()) {
            request.next();
            return;
        }
        if (request.statusCode() == BUG) {
            LOG.errorf(
                    request.failure(),
                    "%s %s failed",
                    request.request().method(),
                    request.normalizedPath());
        }
        end(request, request.statusCode());
    }

    /** Ends the response with a status that needs no details. */
    public static void end(RoutingContext request, int status) {
        end(request, problem(status));
    }

    static Problem problem(int status) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        String detail =
                switch (status) {
                    case 400 -> "The request is not well-formed, such as a path with a lone %.";
                    case 404 -> "There is nothing at this path.";
                    case 405 -> "The path does not have this method.";
                    case 413 -> "The body is too large.";
                    case 500 -> "The service failed. Its log has the cause.";
                    default -> "The request was refused: " + title + ".";
                };
        return Problem.of(status, title, detail);
    }

    private static void end(RoutingContext request, Problem problem) {
        ProblemBody body = problem.body();
        JsonObject json =
                new JsonObject()
                        .put("type", body.type())
                        .put("title", body.title())
                        .put("status", body.status())
                        .put("detail", body.detail());
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(json.toBuffer());
    }
}
