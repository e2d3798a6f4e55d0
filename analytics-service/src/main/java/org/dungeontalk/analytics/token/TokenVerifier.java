package org.dungeontalk.analytics.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * Verifies tokens after the contract: signature by HS256 or RS256/ES256, times, issuer and audience
 * if they are configured, and the shape of what a token says. Any other algorithm, {@code none}
 * included, is refused.
 *
 * <p>Thread-safe. With a JWKS by URL, {@link #verify} blocks while keys are fetched, so it belongs
 * on a worker thread; keys are kept for an hour.
 */
@FrameworkFree
public final class TokenVerifier {

    private final Signatures signatures;
    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Clock clock;

    /**
     * A verifier with these keys.
     *
     * @param jwksTimeout of a connection to the URL of the keys, and of its answer
     * @throws IllegalStateException if the JWKS file holds none
     */
    public TokenVerifier(
            KeySource keys,
            Duration jwksTimeout,
            Optional<String> issuer,
            Optional<String> audience,
            Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        if (keys instanceof KeySource.Secret secret) {
            signatures = Signatures.bySecret(secret.value().getBytes(StandardCharsets.UTF_8));
        } else if (keys instanceof KeySource.Jwks jwks) {
            signatures = Signatures.byJwks(jwks.location(), jwksTimeout);
        } else {
            throw new IllegalArgumentException("unknown keys");
        }
    }

    /**
     * The caller.
     *
     * @throws TokenRefused if the token can't be believed
     * @throws KeysUnavailable if the keys at the URL can't be had now
     */
    public Caller verify(String token) {
        Claims claims = Claims.of(signatures.payload(token));
        claims.judgeTimes(clock.instant());
        claims.judgeOrigin(issuer, audience);
        claims.nickname();
        claims.capacity();
        return new Caller(
                claims.playerId(),
                claims.roles(),
                claims.rooms(),
                claims.issued(),
                claims.expires());
    }
}
