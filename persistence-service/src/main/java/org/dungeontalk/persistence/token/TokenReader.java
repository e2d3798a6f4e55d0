package org.dungeontalk.persistence.token;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Verifies a token and returns its player. Thread-safe. It waits for the network only if the keys
 * are at a URL and not cached.
 */
public final class TokenReader {

    private final Signatures signatures;
    private final Policy policy;
    private final Clock clock;

    /** The required issuer and audience, and the time limit of the JWKS. */
    public record Policy(
            Optional<String> issuer, Optional<String> audience, Duration jwksTimeout) {}

    /**
     * @throws IllegalStateException if the keys are in a file and can't be read from it
     */
    public TokenReader(TokenKeys keys, Policy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
        if (keys instanceof TokenKeys.Secret secret) {
            this.signatures = Signatures.bySecret(secret.bytes());
        } else if (keys instanceof TokenKeys.Jwks jwks) {
            this.signatures = Signatures.byJwks(jwks.location(), policy.jwksTimeout());
        } else {
            throw new IllegalArgumentException("unknown keys");
        }
    }

    /**
     * @throws TokenRefused if the token is invalid
     * @throws KeysUnavailable if the keys at the URL are not available now
     */
    public Player read(String token) {
        Claims claims = Claims.of(signatures.payload(token));
        claims.judgeTimes(clock.instant());
        claims.judgeOrigin(policy.issuer(), policy.audience());
        claims.capacity();
        String id = claims.playerId();
        return new Player(
                id,
                claims.nickname().filter(name -> !name.isBlank()).orElse(id),
                claims.rooms(),
                claims.roles(),
                claims.issued());
    }
}
