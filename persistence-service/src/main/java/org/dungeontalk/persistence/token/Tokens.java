package org.dungeontalk.persistence.token;

import io.quarkus.runtime.Startup;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.dungeontalk.persistence.PersistenceConfig;

/**
 * Reads tokens with the keys of this process. Made at the start, so that a service without a key
 * never answers its first request.
 */
@Startup
@ApplicationScoped
public class Tokens {

    private static final String SCHEME = "Bearer ";

    private final TokenReader reader;
    private final boolean mayWait;
    private final Duration limit;

    public Tokens(PersistenceConfig config, SmallRyeConfig profiles) {
        PersistenceConfig.Token token = config.token();
        TokenKeys keys = TokenKeys.choose(token.secret(), token.jwks(), profiles.getProfiles());
        this.reader =
                new TokenReader(
                        keys,
                        new TokenReader.Policy(
                                token.issuer(),
                                token.audience(),
                                token.clockSkew(),
                                token.jwksTimeout()));
        this.mayWait = keys instanceof TokenKeys.Jwks jwks && jwks.isUrl();
        this.limit = token.jwksTimeout().multipliedBy(2);
    }

    /**
     * The bearer of a request's header {@code Authorization}, as {@link #read} says it.
     *
     * @param values all of that name; null if there is none
     */
    public Uni<Player> bearer(List<String> values) {
        if (values == null
                || values.size() != 1
                || !values.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().failure(new TokenRefused("A bearer token is required."));
        }
        return read(values.get(0).substring(SCHEME.length()).strip());
    }

    /**
     * The bearer, or the failure {@link TokenRefused} or {@link KeysUnavailable}. Called on an
     * event loop and answers there; keys at a URL are asked for on a worker thread.
     */
    public Uni<Player> read(String token) {
        Uni<Player> player = Uni.createFrom().item(() -> reader.read(token));
        if (!mayWait) {
            return player;
        }
        Context caller = Vertx.currentContext();
        return player.runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .ifNoItem()
                .after(limit)
                .failWith(() -> new KeysUnavailable(null))
                .emitOn(task -> caller.runOnContext(nothing -> task.run()));
    }
}
