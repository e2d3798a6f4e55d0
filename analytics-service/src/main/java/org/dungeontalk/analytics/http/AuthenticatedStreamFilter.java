package org.dungeontalk.analytics.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Checks the caller of a stream before the response status is sent. */
public class AuthenticatedStreamFilter {

    private final RequestGuard guard;

    public AuthenticatedStreamFilter(RequestGuard guard) {
        this.guard = guard;
    }

    @AuthenticatedStream
    @ServerRequestFilter
    public Uni<Response> judge(ContainerRequestContext request) {
        return guard.streamRefusal(
                Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
    }
}
