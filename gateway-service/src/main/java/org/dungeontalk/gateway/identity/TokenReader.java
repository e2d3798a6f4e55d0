package org.dungeontalk.gateway.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells which tokens are believed, and what they say. Safe for any thread; waits for the network,
 * at most some seconds, only if the keys are at a URL and not at hand.
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

    /** Reads tokens with an HS256 signature by that secret. */
    public static TokenReader bySecret(
            byte[] secret, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return new TokenReader(TokenSignatures.bySecret(secret), issuer, audience, clock);
    }

    /**
     * Reads tokens with an RS256 or ES256 signature by a key of that JWKS.
     *
     * @throws IllegalStateException if the keys are in a file and can't be read from it
     */
    public static TokenReader byJwks(
            String location, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return new TokenReader(TokenSignatures.byJwks(location, FETCH), issuer, audience, clock);
    }

    /**
     * The claims of a token that is good now; each is judged when it is asked for.
     *
     * @throws TokenRefused if it does not prove who the bearer is
     * @throws KeysUnavailable if the keys at the URL can't be had now
     */
    public TokenClaims read(String token) {
        TokenClaims claims = TokenClaims.of(signatures.payload(token));
        claims.judgeTimes(clock.instant());
        claims.judgeOrigin(issuer, audience);
        return claims;
    }
}
