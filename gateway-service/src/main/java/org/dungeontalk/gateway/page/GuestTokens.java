package org.dungeontalk.gateway.page;

import io.smallrye.jwt.build.Jwt;
import java.time.Duration;
import java.util.UUID;

/** Issues tokens to players without an account. Used in the local profile only. */
final class GuestTokens {
    private static final Duration VALID = Duration.ofHours(12);

    private final String secret;

    GuestTokens(String secret) {
        this.secret = secret;
    }

    /** A new player with a token for every room, valid for 12 hours. */
    record Guest(String token, String playerId, String nickname) {}

    Guest issue(String nickname) {
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
