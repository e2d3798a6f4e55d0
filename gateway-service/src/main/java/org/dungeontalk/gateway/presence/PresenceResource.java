package org.dungeontalk.gateway.presence;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.gateway.http.Bearer;
import org.dungeontalk.gateway.http.BearerFilter;
import org.dungeontalk.gateway.http.Problem;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;

/**
 * {@code GET /api/rooms/{id}/presence?kind=chat|aichat}: lists the members of a room to players who
 * may enter it. Called on event loops; never blocks.
 */
@Bearer
@NonBlocking
@Path("/rooms/{roomId}/presence")
public class PresenceResource {
    private static final Problem NO_ROOM =
            Problem.of(
                    400,
                    "INVALID_FIELD",
                    "kind must be chat or aichat, and the room id must have at most 120"
                            + " characters.");
    private static final Problem FORBIDDEN =
            Problem.of(403, "ROOM_FORBIDDEN", "Your token does not open this room.");
    private static final Problem NOT_YET =
            new Problem(
                    503,
                    "NOT_READY",
                    "This gateway has not read presence yet. Try again later.",
                    Duration.ofSeconds(1));

    private final Presence presence;

    PresenceResource(Presence presence) {
        this.presence = presence;
    }

    @GET
    public Response members(
            @Context ContainerRequestContext request,
            @PathParam("roomId") String roomId,
            @QueryParam("kind") @DefaultValue("chat") String kind) {
        Optional<RoomKey> room = RoomKind.of(kind).flatMap(k -> RoomKey.of(k, roomId));
        if (room.isEmpty()) {
            return NO_ROOM.response();
        }
        if (!BearerFilter.player(request).mayEnter(room.get().id())) {
            return FORBIDDEN.response();
        }
        return presence.snapshot(room.get())
                .map(PresenceResource::found)
                .orElseGet(NOT_YET::response);
    }

    private static Response found(byte[] body) {
        return Response.ok()
                .entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
