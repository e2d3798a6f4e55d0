package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.dungeontalk.persistence.PersistenceConfig;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.token.BearerFilter;
import org.dungeontalk.persistence.token.Player;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jboss.resteasy.reactive.RestPath;

/** A room's history. A room of which nothing is stored is an empty page. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@SecurityScheme(securitySchemeName = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "200", description = "A page, newest message first")
@APIResponse(responseCode = "400", description = "limit or before breaks its rule")
@APIResponse(responseCode = "401", description = "No token, or one that proves nothing")
@APIResponse(responseCode = "403", description = "The room is not the bearer's to read")
@APIResponse(responseCode = "503", description = "The database does not answer; try again")
public class HistoryResource {

    private final RoomHistory history;
    private final PersistenceConfig config;
    private final HistoryRequest.Sizes sizes;

    HistoryResource(RoomHistory history, PersistenceConfig config) {
        this.history = history;
        this.config = config;
        this.sizes =
                new HistoryRequest.Sizes(
                        config.history().pageDefault(), config.history().pageLargest());
    }

    @GET
    @Path("/chat/room/{roomId}/messages")
    @Operation(operationId = "chatHistory", summary = "Messages of a chat room, newest first")
    public Uni<HistoryPage<ChatLine>> chat(
            @RestPath String roomId,
            @Parameter(description = "Messages of the page, 1 to 200; 50 if absent")
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "A cursor; only older messages are answered")
                    @QueryParam("before")
                    String before,
            @Context ContainerRequestContext request) {
        HistoryRequest asked = HistoryRequest.of(roomId, limit, before, sizes);
        return history.page(MessageKind.CHAT, asked, reader(asked, request), ChatLine::of);
    }

    @GET
    @Path("/aichat/room/{roomId}/messages")
    @Operation(operationId = "aichatHistory", summary = "Messages of an AI game, newest first")
    public Uni<HistoryPage<AiChatLine>> aichat(
            @RestPath String roomId,
            @Parameter(description = "Messages of the page, 1 to 200; 50 if absent")
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "A cursor; only older messages are answered")
                    @QueryParam("before")
                    String before,
            @Context ContainerRequestContext request) {
        HistoryRequest asked = HistoryRequest.of(roomId, limit, before, sizes);
        return history.page(MessageKind.AICHAT, asked, reader(asked, request), AiChatLine::of);
    }

    private Player reader(HistoryRequest asked, ContainerRequestContext request) {
        Player player = BearerFilter.player(request);
        if (!player.mayEnter(asked.roomId(), config.token().roomsOpen())) {
            throw Problem.forbidden("The token does not name this room.");
        }
        return player;
    }
}
