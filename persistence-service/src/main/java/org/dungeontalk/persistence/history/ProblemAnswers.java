package org.dungeontalk.persistence.history;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.dungeontalk.persistence.token.KeysUnavailable;
import org.dungeontalk.persistence.token.TokenRefused;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every refusal as application/problem+json. */
public class ProblemAnswers {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_AFTER_SECONDS = 2;

    @ServerExceptionMapper
    public Response refused(Problem problem) {
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(MEDIA_TYPE).entity(problem.body());
        if (problem.status() == UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        } else if (problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    @ServerExceptionMapper
    public Response refused(TokenRefused refusal) {
        return refused(Problem.unauthorized(refusal.getMessage()));
    }

    @ServerExceptionMapper
    public Response refused(KeysUnavailable failure) {
        return refused(Problem.unavailable(failure.getMessage(), failure));
    }
}
