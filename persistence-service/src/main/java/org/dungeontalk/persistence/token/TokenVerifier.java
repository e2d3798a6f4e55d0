package org.dungeontalk.persistence.token;

import io.quarkus.runtime.Startup;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.revocation.Revocations;
import org.dungeontalk.persistence.revocation.RevocationsUnknown;

/**
 * Verifies bearer tokens with the keys of this process, and refuses revoked ones. Created at the
 * start, so that a service without a key does not start.
 */
@Startup
@ApplicationScoped
public class TokenVerifier {

    private static final String SCHEME = "Bearer ";

    /** Tokens that wait for a worker thread; further ones get 503 at once. */
    private static final int MOST_WAITING = 1_000;

    private final TokenReader reader;
    private final Revocations revocations;
    private final AtomicInteger waiting = new AtomicInteger();
    private final boolean mayWait;
    private final Duration limit;

    public TokenVerifier(
            PersistenceConfig config, SmallRyeConfig profiles, Revocations revocations) {
        this.revocations = revocations;
        PersistenceConfig.Token token = config.token();
        TokenKeys keys = TokenKeys.choose(token.secret(), token.jwks(), profiles.getProfiles());
        this.reader =
                new TokenReader(
                        keys,
                        new TokenReader.Policy(
                                token.issuer(), token.audience(), token.jwksTimeout()),
                        Clock.systemUTC());
        this.mayWait = keys instanceof TokenKeys.Jwks jwks && jwks.isUrl();
        this.limit = token.jwksTimeout().multipliedBy(2);
    }

    /**
     * The player of the header {@code Authorization}; fails as {@link #read} does.
     *
     * @param values all headers of that name; null if there is none
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
     * The player of a token. Fails with {@link TokenRefused}, {@link KeysUnavailable} or {@link
     * RevocationsUnknown}. Called on an event loop, completes there; requests keys at a URL on a
     * worker thread.
     */
    public Uni<Player> read(String token) {
        if (!mayWait) {
            return Uni.createFrom().item(() -> unrevoked(token));
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Uni.createFrom().failure(new KeysUnavailable());
        }
        Context caller = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> onWorker(token))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .ifNoItem()
                .after(limit)
                .failWith(KeysUnavailable::new)
                .emitOn(task -> caller.runOnContext(nothing -> task.run()));
    }

    /** Counts as waiting until it has ended, even after its caller has got an answer. */
    private Player onWorker(String token) {
        try {
            return unrevoked(token);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Player unrevoked(String token) {
        Player player = reader.read(token);
        if (revocations.revoked(player.id(), player.issued())) {
            throw new TokenRefused("The token was revoked.");
        }
        return player;
    }
}
