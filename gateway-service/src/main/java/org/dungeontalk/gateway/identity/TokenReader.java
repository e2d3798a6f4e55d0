package org.dungeontalk.gateway.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Verifies tokens and reads their claims. Thread-safe. Blocks for some seconds at most, and only to
 * fetch keys from a URL.
 */
public final class TokenReader {
    private static final Duration FETCH = Duration.ofSeconds(3);

    private final TokenSignatures signatures;
    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Clock clock;

    private TokenReader(
            TokenSignatures signatures,
            Optional<String> issuer,
            Optional<String> audience,
            Clock clock) {
        this.signatures = signatures;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /** Reads tokens signed with the secret, HS256. */
    public static TokenReader bySecret(
            byte[] secret, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return new TokenReader(TokenSignatures.bySecret(secret), issuer, audience, clock);
    }

    /**
     * Reads tokens signed with a key of the JWKS, RS256 or ES256.
     *
     * @throws IllegalStateException if the JWKS is a file that can't be read
     */
    public static TokenReader byJwks(
            String location, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return new TokenReader(TokenSignatures.byJwks(location, FETCH), issuer, audience, clock);
    }

    /**
     * The claims of a valid token; each claim is validated when it is read.
     *
     * @throws TokenRefused if the token is invalid
     * @throws KeysUnavailable if the keys can't be fetched from the URL now
     */
    public TokenClaims read(String token) {
        TokenClaims claims = TokenClaims.of(signatures.payload(token));
        claims.judgeTimes(clock.instant());
        claims.judgeOrigin(issuer, audience);
        return claims;
    }
}
