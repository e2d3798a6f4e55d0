package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.store.StoredMessages;
import org.dungeontalk.persistence.token.BearerFilter;
import org.dungeontalk.persistence.token.Player;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;

/**
 * The messages of one player in every room, whispers included. Only moderators may read them. Each
 * request is written to the log of the service, with the ids of the moderator and of the player.
 */
@Path("/api/moderation")
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "200", description = "A page, newest message first")
@APIResponse(responseCode = "400", description = "A parameter is invalid")
@APIResponse(responseCode = "401", description = "The token is missing or invalid")
@APIResponse(responseCode = "403", description = "The token does not have the role moderator")
@APIResponse(responseCode = "503", description = "The database does not answer; try again later")
public class PlayerMessagesResource {

    private static final Logger LOG = Logger.getLogger(PlayerMessagesResource.class);
    private static final int LONGEST_PLAYER_ID = 80;

    private final StoredMessages messages;
    private final ReadLimiter read;
    private final HistoryRequest.Sizes sizes;

    PlayerMessagesResource(StoredMessages messages, ReadLimiter read, PersistenceConfig config) {
        this.messages = messages;
        this.read = read;
        this.sizes =
                new HistoryRequest.Sizes(
                        config.history().pageDefault(), config.history().pageLargest());
    }

    @GET
    @Path("/player/{playerId}/messages")
    @Operation(operationId = "spoken", summary = "Messages of one player, newest first")
    public Uni<PlayerMessagesPage> spoken(
            @RestPath String playerId,
            @Parameter(description = "Messages of the page, 1 to 200; 50 if absent")
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "A cursor of this view; returns older messages")
                    @QueryParam("before")
                    String before,
            @Context ContainerRequestContext request,
            @Context RoutingContext routing) {
        Player moderator = BearerFilter.player(request);
        if (!moderator.roles().contains("moderator")) {
            throw Problem.forbidden("This requires the role moderator.");
        }
        if (playerId.codePointCount(0, playerId.length()) > LONGEST_PLAYER_ID
                || playerId.indexOf('\0') >= 0) {
            throw Problem.badRequest("A player id must have at most 80 characters, without NUL.");
        }
        int size = sizes.limit(limit);
        PlayerMessagesCursor from = before == null ? PlayerMessagesCursor.END : cursor(before);
        LOG.infof(
                "Moderator %s reads the messages of player %s",
                quoted(moderator.id()), quoted(playerId));
        return read.limited(
                messages.ofSender(playerId, from.at(), from.messageId(), size + 1)
                        .map(found -> page(PageRows.before(found, size))),
                routing);
    }

    private static PlayerMessagesCursor cursor(String text) {
        return PlayerMessagesCursor.parse(text)
                .orElseThrow(() -> Problem.badRequest("before is not a cursor of this view."));
    }

    private static PlayerMessagesPage page(PageRows rows) {
        List<PlayerMessage> lines = rows.rows().stream().map(PlayerMessage::of).toList();
        StoredMessage next = rows.next();
        return new PlayerMessagesPage(
                lines,
                next == null
                        ? null
                        : new PlayerMessagesCursor(next.createdAt, next.messageId).text());
    }

    /** Ids are arbitrary text: replaces line breaks, which could forge a line of the log. */
    private static String quoted(String id) {
        return '"' + id.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
