package org.dungeontalk.analytics.dashboard;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.analytics.http.AuthenticatedStream;
import org.dungeontalk.analytics.http.RequestGuard;
import org.dungeontalk.analytics.report.Reports;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The current state, once or as server-sent events, for operators and moderators. Never blocks. */
@Path("/api/analytics/live")
@SecurityRequirement(name = "token")
public class LiveResource {

    /** Most dashboards on one instance; past it 503. */
    private static final int MOST_WATCHERS = 200;

    private final RequestGuard guard;
    private final LiveFeed feed;
    private final AtomicInteger watchers = new AtomicInteger();

    LiveResource(RequestGuard guard, LiveFeed feed) {
        this.guard = guard;
        this.feed = feed;
    }

    /** The current state of the whole. */
    @GET
    @Operation(summary = "Messages per second, active players and rooms, lag, open alerts")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Pulse.class)))
    public Uni<Response> now(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.answer(authorization, Optional.empty(), feed::pulse);
    }

    /** The same every second, with alerts and mutes, until the token ends or is revoked. */
    @GET
    @AuthenticatedStream
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "The current values with alerts and mutes, every second, as server-sent events")
    public Multi<Live> stream(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.watch(authorization, this::watch);
    }

    private Multi<Live> watch() {
        if (watchers.incrementAndGet() > MOST_WATCHERS) {
            watchers.decrementAndGet();
            return Multi.createFrom()
                    .failure(new WebApplicationException(Response.Status.SERVICE_UNAVAILABLE));
        }
        return feed.watch().onTermination().invoke(watchers::decrementAndGet);
    }
}
