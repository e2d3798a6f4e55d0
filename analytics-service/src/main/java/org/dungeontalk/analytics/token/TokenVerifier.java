package org.dungeontalk.analytics.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * Verifies tokens by the contract: signature by HS256 or RS256/ES256, times, issuer and audience if
 * configured, and the shape of the claims. It refuses any other algorithm, also {@code none}.
 *
 * <p>Thread-safe. With a JWKS by URL, {@link #verify} blocks while it fetches keys, so call it on a
 * worker thread. Keys are cached for an hour.
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
     * @param jwksTimeout for a connection to the URL of the keys, and for its response
     * @throws IllegalStateException if the JWKS file has no usable keys
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
     * @throws TokenRefused if the token is invalid
     * @throws KeysUnavailable if the keys at the URL are not available now
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
