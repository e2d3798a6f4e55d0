package org.dungeontalk.gateway.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dungeontalk.gateway.moderation.ModerationRule;
import org.dungeontalk.testing.TokenContract;

class TokenContractTest extends TokenContract {

    TokenContractTest() {
        super(TokenRefused.class, KeysUnavailable.class);
    }

    @Override
    protected Function<String, Bearer> bySecret(
            byte[] secret, Optional<String> issuer, Optional<String> audience, Clock clock) {
        return bearer(TokenReader.bySecret(secret, issuer, audience, clock));
    }

    @Override
    protected Function<String, Bearer> byJwks(String location, Clock clock) {
        Optional<String> any = Optional.empty();
        return bearer(TokenReader.byJwks(location, any, any, clock));
    }

    @Override
    protected boolean voids(Instant revocation, Instant issued) {
        return new ModerationRule.Revoked("p-1", revocation).voids(issued);
    }

    private static Function<String, Bearer> bearer(TokenReader reader) {
        return token -> {
            Player player = new PlayerClaims(true).player(reader.read(token));
            return new Bearer(
                    player.id(),
                    Optional.ofNullable(player.rooms()),
                    player.roles().stream().map(Role::text).collect(Collectors.toSet()),
                    player.issued(),
                    Optional.of(player.expires()));
        };
    }
}
