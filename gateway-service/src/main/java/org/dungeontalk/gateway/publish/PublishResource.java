package org.dungeontalk.gateway.publish;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.http.Bearer;
import org.dungeontalk.gateway.http.BearerFilter;
import org.dungeontalk.gateway.room.RoomKind;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * Publishes over HTTP, for role {@code service}: {@code POST /api/chat/room/{roomId}/message} and
 * {@code POST /api/aichat/room/{roomId}/message}.
 *
 * <p>Answers 201 with the message's id and cursor once the log has it. Otherwise answers a {@link
 * org.dungeontalk.gateway.http.Problem}: 4xx if the same request would fail again; 429 or 503 with
 * Retry-After if it may succeed later. Nothing blocks: no event loop waits for the log.
 */
@Bearer
@Path("/{kind: chat|aichat}/room/{roomId}/message")
public class PublishResource {
    private final ServicePublisher publisher;
    private final int maxBody;

    PublishResource(ServicePublisher publisher, GatewayConfig config) {
        this.publisher = publisher;
        this.maxBody = config.stomp().maxFrame();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @ResponseStatus(201)
    public Uni<PublishedMessage> publish(
            @Context ContainerRequestContext request,
            @PathParam("kind") String kind,
            @PathParam("roomId") String roomId,
            @HeaderParam("traceparent") String traceparent,
            byte[] body) {
        if (body.length > maxBody) {
            throw new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return publisher
                .publish(
                        BearerFilter.player(request),
                        RoomKind.of(kind).orElseThrow(),
                        roomId,
                        body,
                        traceparent)
                .map(at -> new PublishedMessage(at.messageId().toString(), at.cursor().toString()));
    }
}
