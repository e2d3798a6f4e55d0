package org.dungeontalk.analytics.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/**
 * Refusals of requests that no resource handles, in the same form. Called on event loops. Never
 * blocks.
 */
final class RouteAnswers {

    private RouteAnswers() {}

    /** Passes a request to the next handler unless its target is malformed. */
    static void checkTarget(RoutingContext request) {
        try {
            RequestTarget.check(request.request().uri());
        } catch (IllegalArgumentException refused) {
            end(request, Problem.of(Response.Status.BAD_REQUEST, refused.getMessage()));
            return;
        }
        request.next();
    }

    /** Refuses a request with two tokens, because it is unclear which one is meant. */
    static void checkAuthorization(RoutingContext request) {
        if (request.request().headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            request.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
            end(
                    request,
                    Problem.of(
                            Response.Status.UNAUTHORIZED,
                            "The request has more than one header Authorization."));
            return;
        }
        request.next();
    }

    /** Answers for a handler that has failed the request with a status. */
    static void failed(RoutingContext request) {
        end(request, request.statusCode());
    }

    /** Ends the response with a status that needs no details. */
    static void end(RoutingContext request, int status) {
        end(request, problem(status));
    }

    /** The problem of a status that needs no details. */
    static Problem problem(int status) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        String detail =
                switch (status) {
                    case 400 -> "The request is not well-formed, such as a path with a lone %.";
                    case 404 -> "There is nothing at this path.";
                    case 405 -> "The path does not have this method.";
                    case 413 -> "The body is too large.";
                    case 500 -> "The service failed. Its log has the cause.";
                    default -> "The request was refused: " + title;
                };
        return new Problem("about:blank", title, status, detail);
    }

    private static void end(RoutingContext request, Problem problem) {
        JsonObject json =
                new JsonObject()
                        .put("type", problem.type())
                        .put("title", problem.title())
                        .put("status", problem.status())
                        .put("detail", problem.detail());
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(json.toBuffer());
    }
}
