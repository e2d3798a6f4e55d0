package org.dungeontalk.analytics.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Judges who wants to watch a stream while there is still a status to say it with. */
public class WatchFilter {

    private final Desk desk;

    public WatchFilter(Desk desk) {
        this.desk = desk;
    }

    @Watched
    @ServerRequestFilter
    public Uni<Response> judge(ContainerRequestContext request) {
        return desk.mayNotWatch(
                Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
    }
}
