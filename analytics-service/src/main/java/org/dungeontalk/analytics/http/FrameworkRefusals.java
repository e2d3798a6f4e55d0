package org.dungeontalk.analytics.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What is refused before a resource is asked, as {@code application/problem+json} too: an unknown
 * path, a method that is not there.
 */
public class FrameworkRefusals {

    @ServerExceptionMapper
    public Response refused(WebApplicationException refusal) {
        Response response = refusal.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        return RouteAnswers.problem(response.getStatus()).response(response).build();
    }
}
