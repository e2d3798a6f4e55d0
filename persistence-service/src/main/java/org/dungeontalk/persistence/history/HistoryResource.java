package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.function.BiFunction;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.store.RoomViewer;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.token.BearerFilter;
import org.dungeontalk.persistence.token.Player;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The history of a room. A room without stored messages is an empty page. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@SecurityScheme(securitySchemeName = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "200", description = "A page, newest message first")
@APIResponse(
        responseCode = "304",
        description = "The page has not changed since the one of If-None-Match")
@APIResponse(responseCode = "400", description = "A parameter is invalid")
@APIResponse(responseCode = "401", description = "The token is missing or invalid")
@APIResponse(responseCode = "403", description = "The token does not allow reading the room")
@APIResponse(responseCode = "503", description = "The database does not answer; try again later")
public class HistoryResource {

    private final RoomHistory history;
    private final ReadLimiter read;
    private final boolean roomsOpen;
    private final HistoryRequest.Sizes sizes;

    HistoryResource(RoomHistory history, ReadLimiter read, PersistenceConfig config) {
        this.history = history;
        this.read = read;
        this.roomsOpen = config.token().roomsOpen();
        this.sizes =
                new HistoryRequest.Sizes(
                        config.history().pageDefault(), config.history().pageLargest());
    }

    @GET
    @Path("/chat/room/{roomId}/messages")
    @Operation(operationId = "chatHistory", summary = "Messages of a chat room, newest first")
    public Uni<RestResponse<HistoryPage<ChatLine>>> chat(
            @RestPath String roomId,
            @BeanParam HistoryQuery query,
            @Context ContainerRequestContext request,
            @Context RoutingContext routing) {
        return page(MessageKind.CHAT, roomId, query, request, routing, ChatLine::of);
    }

    @GET
    @Path("/aichat/room/{roomId}/messages")
    @Operation(operationId = "aichatHistory", summary = "Messages of an AI game, newest first")
    public Uni<RestResponse<HistoryPage<AiChatLine>>> aichat(
            @RestPath String roomId,
            @BeanParam HistoryQuery query,
            @Context ContainerRequestContext request,
            @Context RoutingContext routing) {
        return page(MessageKind.AICHAT, roomId, query, request, routing, AiChatLine::of);
    }

    private <T> Uni<RestResponse<HistoryPage<T>>> page(
            MessageKind kind,
            String roomId,
            HistoryQuery query,
            ContainerRequestContext request,
            RoutingContext routing,
            BiFunction<StoredMessage, String, T> line) {
        HistoryRequest asked = HistoryRequest.of(roomId, query, sizes);
        Player player = BearerFilter.player(request);
        if (!player.mayEnter(roomId, roomsOpen)) {
            throw Problem.forbidden("The token does not allow reading this room.");
        }
        RoomViewer viewer = new RoomViewer(kind, roomId, player.id());
        return read.limited(history.page(viewer, asked, line), routing)
                .map(page -> PageResponse.of(page, request.getRequest()));
    }
}
