package org.dungeontalk.analytics.activity;

import io.smallrye.mutiny.TimeoutException;
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
import org.dungeontalk.analytics.token.Doorkeeper;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/**
 * {@code GET /api/analytics/activity}: messages and distinct players per minute, per room and over
 * all.
 *
 * <p>400 for a question that can't be understood, 401 and 403 as {@link Doorkeeper} decides, 503
 * when the answer isn't there in time; all as {@link Problem}. Runs on an event loop and never
 * blocks it.
 */
@Path("/api/analytics/activity")
public class ActivityResource {

    private static final Logger LOG = Logger.getLogger(ActivityResource.class);

    private final Doorkeeper doorkeeper;
    private final ActivityQuery query;
    private final Clock clock;

    ActivityResource(Doorkeeper doorkeeper, ActivityQuery query, Clock clock) {
        this.doorkeeper = doorkeeper;
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
        return doorkeeper
                .decide(authorization, room)
                .chain(
                        decision ->
                                switch (decision) {
                                    case ADMITTED -> answer(from, to, room, kind);
                                    case UNKNOWN -> refusal(unknown());
                                    case FORBIDDEN -> refusal(forbidden());
                                });
    }

    private Uni<Response> answer(
            Optional<String> from,
            Optional<String> to,
            Optional<String> room,
            Optional<String> kind) {
        Question question;
        try {
            question = Question.of(from, to, room, kind, clock.instant());
        } catch (IllegalArgumentException e) {
            return refusal(Problem.of(Response.Status.BAD_REQUEST, e.getMessage()).response());
        }
        return query.answer(question)
                .map(activity -> Response.ok(activity).build())
                .onFailure()
                .recoverWithItem(ActivityResource::unavailable);
    }

    private static Response unavailable(Throwable failure) {
        if (!(failure instanceof ActivityQuery.Busy) && !(failure instanceof TimeoutException)) {
            LOG.debugf(failure, "A question could not be answered");
        }
        return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "Not to be had now, ask again later")
                .response()
                .header(HttpHeaders.RETRY_AFTER, 5)
                .build();
    }

    private static Response.ResponseBuilder unknown() {
        return Problem.of(Response.Status.UNAUTHORIZED, "A valid bearer token is needed")
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    private static Response.ResponseBuilder forbidden() {
        return Problem.of(
                        Response.Status.FORBIDDEN,
                        "The token has neither role operator nor moderator, nor may it read this"
                                + " room")
                .response();
    }

    private static Uni<Response> refusal(Response.ResponseBuilder response) {
        return Uni.createFrom().item(response.build());
    }
}
