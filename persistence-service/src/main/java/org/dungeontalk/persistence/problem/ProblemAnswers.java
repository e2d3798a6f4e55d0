package org.dungeontalk.persistence.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.dungeontalk.persistence.revocation.RevocationsUnknown;
import org.dungeontalk.persistence.token.KeysUnavailable;
import org.dungeontalk.persistence.token.TokenRefused;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Sends every refusal as {@code application/problem+json}, with the headers {@code Retry-After} or
 * {@code WWW-Authenticate} that its status requires.
 */
public class ProblemAnswers {

    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_AFTER_SECONDS = 2;

    @ServerExceptionMapper({
        Problem.class,
        TokenRefused.class,
        KeysUnavailable.class,
        RevocationsUnknown.class
    })
    public Response refused(RuntimeException refusal) {
        Problem problem = Problem.of(refusal, refusal.getMessage());
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.body());
        if (problem.status() == UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        } else if (problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    /** A refusal by the framework: an unknown path or a method that is not allowed. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refusal) {
        Problem problem = RouteAnswers.problem(refusal.getResponse().getStatus());
        return Response.fromResponse(refusal.getResponse())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.body())
                .build();
    }
}
