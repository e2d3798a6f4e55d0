package org.dungeontalk.persistence.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.dungeontalk.persistence.revocation.Revocation;
import org.dungeontalk.testing.TokenContract;

class TokenContractTest extends TokenContract {

    private static final Duration FETCH = Duration.ofSeconds(1);

    TokenContractTest() {
        super(TokenRefused.class, KeysUnavailable.class);
    }

    @Override
    protected Function<String, Bearer> bySecret(
            byte[] secret, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return bearer(
                new TokenKeys.Secret(secret),
                new TokenReader.Policy(issuer, audience, FETCH),
                clock);
    }

    @Override
    protected Function<String, Bearer> byJwks(String location, Clock clock) {
        return bearer(
                new TokenKeys.Jwks(location),
                new TokenReader.Policy(Optional.empty(), Optional.empty(), FETCH),
                clock);
    }

    @Override
    protected boolean voids(Instant revocation, Instant issued) {
        return new Revocation("p-1", revocation).voids(issued);
    }

    private static Function<String, Bearer> bearer(
            TokenKeys keys, TokenReader.Policy policy, Clock clock) {
        TokenReader reader = new TokenReader(keys, policy, clock);
        return token -> {
            Player player = reader.read(token);
            return new Bearer(
                    player.id(), player.rooms(), player.roles(), player.issued(), Optional.empty());
        };
    }
}
