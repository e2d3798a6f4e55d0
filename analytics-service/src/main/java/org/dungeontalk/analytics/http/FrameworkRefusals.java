package org.dungeontalk.analytics.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What is refused before a resource is asked, as {@code application/problem+json} too: an unknown
 * path, a method that is not there, a parameter of another type. A path with parameters of its own
 * (a raw semicolon) is refused, since the framework would leave them out and mean another player.
 */
public class FrameworkRefusals {

    @ServerRequestFilter(preMatching = true)
    public Response semicolon(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getRawPath().indexOf(';') < 0
                ? null
                : Problem.of(Response.Status.BAD_REQUEST, "A semicolon in a path is written %3B")
                        .response()
                        .build();
    }

    @ServerExceptionMapper
    public Response refused(WebApplicationException refusal) {
        Response response = refusal.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        return RouteAnswers.problem(response.getStatus()).response(response).build();
    }
}
