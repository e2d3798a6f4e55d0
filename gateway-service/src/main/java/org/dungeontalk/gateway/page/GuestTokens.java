package org.dungeontalk.gateway.page;

import io.quarkus.runtime.Startup;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.time.Duration;
import java.util.UUID;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.identity.TokenVerifier;

/**
 * Issues tokens to players without an account. The gateway does not start if they are allowed
 * outside the local profile.
 */
@Startup
@Singleton
class GuestTokens {
    private static final Duration VALID = Duration.ofHours(12);

    private final String secret;

    GuestTokens(GatewayConfig config) {
        boolean allowed = config.page().guests();
        if (allowed && !TokenVerifier.localProfile()) {
            throw new IllegalStateException(
                    "dungeontalk.page.guests is allowed only in the profile local");
        }
        this.secret = allowed ? config.token().secret().orElseThrow() : null;
    }

    /** A new player with a token for every room, valid for 12 hours. */
    record Guest(String token, String playerId, String nickname) {}

    /**
     * @throws NotFoundException if guests are not allowed
     */
    Guest issue(String nickname) {
        if (secret == null) {
            throw new NotFoundException();
        }
        String id = "guest-" + UUID.randomUUID();
        String token =
                Jwt.claim("id", id)
                        .subject(id)
                        .claim("nickName", nickname)
                        .expiresIn(VALID)
                        .signWithSecret(secret);
        return new Guest(token, id, nickname);
    }
}
