package org.dungeontalk.analytics.activity;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import org.dungeontalk.analytics.http.Problem;
import org.dungeontalk.analytics.http.RequestGuard;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/**
 * {@code GET /api/analytics/activity}: messages and distinct players per minute, per room and in
 * total.
 *
 * <p>Refuses requests as {@link RequestGuard} does, with {@link Problem}. Runs on an event loop and
 * never blocks it.
 */
@Path("/api/analytics/activity")
@SecurityRequirement(name = "token")
public class ActivityResource {

    private final RequestGuard guard;
    private final ActivityQuery query;
    private final Clock clock;

    ActivityResource(RequestGuard guard, ActivityQuery query, Clock clock) {
        this.guard = guard;
        this.query = query;
        this.clock = clock;
    }

    /** The activity of a span of whole minutes. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Messages and distinct players per minute, per room and over all")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Activity.class)))
    @APIResponse(
            responseCode = "default",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class)))
    public Uni<Response> activity(
            @Parameter(
                            description = "An instant; default: 24 hours before to.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("from")
                    Optional<String> from,
            @Parameter(
                            description = "An instant, exclusive; default: now. 31 days at most.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("to")
                    Optional<String> to,
            @Parameter(description = "Only this room.") @QueryParam("room") Optional<String> room,
            @Parameter(description = "Only chat or only aichat.") @QueryParam("kind")
                    Optional<String> kind,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.answer(
                authorization,
                room,
                () -> query.answer(QueryParameters.of(from, to, room, kind, clock.instant())));
    }
}
