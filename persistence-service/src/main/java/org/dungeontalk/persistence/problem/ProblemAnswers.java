package org.dungeontalk.persistence.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.dungeontalk.persistence.revocation.RevocationsUnknown;
import org.dungeontalk.persistence.token.KeysUnavailable;
import org.dungeontalk.persistence.token.TokenRefused;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every refusal of a resource as application/problem+json. */
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

    /** What the framework refuses: an unknown path, a method that is not there. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refusal) {
        Problem problem = RouteAnswers.problem(refusal.getResponse().getStatus());
        return Response.fromResponse(refusal.getResponse())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.body())
                .build();
    }
}
