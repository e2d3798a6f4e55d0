package org.dungeontalk.analytics.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Also sends the framework's refusals as {@code application/problem+json}: an unknown path, a
 * method that is not allowed.
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
