package org.dungeontalk.gateway.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import org.dungeontalk.gateway.identity.BearerChallenge;
import org.dungeontalk.gateway.identity.TokenRefused;
import org.dungeontalk.gateway.identity.TokenUndecidedException;
import org.dungeontalk.gateway.message.RefusedException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers each failure of a resource as a {@link Problem}. Called on event loops; never blocks. A
 * failure that no resource expects is logged without the query, which may hold a token.
 */
public class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    @ServerExceptionMapper
    Response refused(RefusedException e) {
        return Problem.of(e.refusal()).response();
    }

    @ServerExceptionMapper
    Response refused(TokenRefused e) {
        return Problem.of(401, "UNAUTHORIZED", e.getMessage())
                .challenge(BearerChallenge.of(e.getMessage()));
    }

    @ServerExceptionMapper
    Response undecided(TokenUndecidedException e) {
        return new Problem(503, "GATEWAY_BUSY", e.getMessage(), SOON).response();
    }

    /** A refusal of the framework, such as an unknown path. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, ContainerRequestContext request) {
        int status = e.getResponse().getStatus();
        return status >= 400 && status < 500 ? Problem.of(status).response() : failed(e, request);
    }

    /** The body did not come in time. If it was too long, the framework has answered 413. */
    @ServerExceptionMapper
    Response unread(IOException e) {
        return Problem.of(408).response();
    }

    @ServerExceptionMapper
    Response failed(Throwable e, ContainerRequestContext request) {
        LOG.errorf(
                e,
                "%s %s failed",
                request.getMethod(),
                request.getUriInfo().getRequestUri().getRawPath());
        return Problem.FAILED.response();
    }
}
