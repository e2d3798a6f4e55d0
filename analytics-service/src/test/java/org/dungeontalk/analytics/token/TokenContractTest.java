package org.dungeontalk.analytics.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.dungeontalk.analytics.revocation.Revocation;
import org.dungeontalk.testing.TokenContract;

class TokenContractTest extends TokenContract {

    TokenContractTest() {
        super(TokenRefused.class, KeysUnavailable.class);
    }

    @Override
    protected Function<String, Bearer> bySecret(
            byte[] secret, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return bearer(new KeySource.Secret(new String(secret, UTF_8)), issuer, audience, clock);
    }

    @Override
    protected Function<String, Bearer> byJwks(String location, Clock clock) {
        return bearer(new KeySource.Jwks(location), Optional.empty(), Optional.empty(), clock);
    }

    @Override
    protected boolean voids(Instant revocation, Instant issued) {
        return new Revocation("p-1", revocation).voids(issued);
    }

    private static Function<String, Bearer> bearer(
            KeySource keys, Optional<String> issuer, Optional<String> audience, Clock clock) {
        TokenVerifier verifier =
                new TokenVerifier(keys, Duration.ofSeconds(3), issuer, audience, clock);
        return token -> {
            Caller caller = verifier.verify(token);
            return new Bearer(
                    caller.playerId(),
                    caller.rooms(),
                    caller.roles(),
                    caller.issued(),
                    Optional.of(caller.expires()));
        };
    }
}
