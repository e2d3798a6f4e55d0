package org.dungeontalk.gateway.page;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.dungeontalk.gateway.http.Problem;
import org.dungeontalk.gateway.text.Characters;
import org.dungeontalk.gateway.text.Nickname;
import org.dungeontalk.gateway.text.Utf8;

/**
 * {@code POST /api/guest}: a token for a player without an account, in the local profile only; in
 * production there is nothing at this path. Called on event loops; never blocks.
 */
@NonBlocking
@Path("/guest")
public class GuestResource {
    private static final int MOST_BYTES = 1024;
    private static final Problem NOT_UTF8 =
            Problem.of(400, "INVALID_JSON", "The body is not UTF-8.");
    private static final Problem NO_NICKNAME =
            Problem.of(
                    400,
                    "INVALID_FIELD",
                    "nickname must have 1 to 80 characters, at least one of them visible.");

    private final GuestTokens tokens;

    GuestResource(GuestTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * A new player.
     *
     * @param token opens every room
     * @param serverTime ISO 8601, in UTC, in milliseconds
     */
    @RegisterForReflection
    public record NewGuest(String token, String playerId, String nickname, String serverTime) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response issue(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (!Utf8.isJson(body)) {
            return NOT_UTF8.response();
        }
        return nickname(body).map(this::issued).orElseGet(NO_NICKNAME::response);
    }

    private Response issued(String nickname) {
        GuestTokens.Guest guest = tokens.issue(nickname);
        NewGuest answer =
                new NewGuest(
                        guest.token(),
                        guest.playerId(),
                        guest.nickname(),
                        PageResource.serverTime());
        return Response.ok()
                .entity(answer)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Optional<String> nickname(byte[] body) {
        try {
            return Json.decodeValue(Buffer.buffer(body)) instanceof JsonObject guest
                            && guest.getValue("nickname") instanceof String name
                            && Characters.count(name) <= Nickname.LONGEST
                    ? Nickname.shown(name)
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
