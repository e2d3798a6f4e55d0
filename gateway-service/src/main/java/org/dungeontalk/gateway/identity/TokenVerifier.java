package org.dungeontalk.gateway.identity;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.jboss.logging.Logger;

/**
 * Turns a token into a player, or refuses it. {@link TokenReader} verifies the token; {@link
 * PlayerClaims} converts its claims; {@link Revocations} knows which tokens are revoked.
 *
 * <p>The constructor throws, so the gateway does not start, without a key, with a short secret, or
 * with a development key in production.
 */
@Singleton
public class TokenVerifier {
    private static final Logger LOG = Logger.getLogger(TokenVerifier.class);
    private static final String LOCAL_KEY = "local-";
    private static final List<String> LOCAL_PROFILES = List.of("local", "dev", "test");
    private static final int LEAST_SECRET_BYTES = 32;

    /** How many tokens may wait for a worker thread: about a second's work of one core. */
    private static final int MOST_WAITING = 1_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final TokenReader reader;
    private final PlayerClaims claims;
    private final Revocations revocations;

    TokenVerifier(GatewayConfig config, Revocations revocations) {
        this.revocations = revocations;
        GatewayConfig.Token token = config.token();
        reader = reader(token);
        claims = new PlayerClaims(token.roomsOpen());
    }

    /** Whether the profile allows development keys and guests. */
    public static boolean localProfile() {
        return !Collections.disjoint(ConfigUtils.getProfiles(), LOCAL_PROFILES);
    }

    /**
     * The player of the token. Runs on a worker thread, because keys may have to be fetched; the
     * answer comes on the caller's context.
     *
     * @return fails with {@link TokenRefused}, whose reason holds no part of the token, or with
     *     {@link TokenUndecidedException}
     */
    public Uni<Player> verify(String token) {
        if (!revocations.known()) {
            return undecided("The service has not read the revoked tokens yet. Try again later.");
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return undecided("Too many tokens wait to be verified. Try again later.");
        }
        return VertxContextSupport.executeBlocking(() -> judged(token))
                .onFailure(TokenVerifier::unexpected)
                .transform(
                        e -> {
                            LOG.error("Verifying a token failed unexpectedly", e);
                            return new TokenUndecidedException(
                                    "The token can't be verified now. Try again later.");
                        })
                .onTermination()
                .invoke(waiting::decrementAndGet);
    }

    private static boolean unexpected(Throwable e) {
        return !(e instanceof TokenRefused || e instanceof TokenUndecidedException);
    }

    private static Uni<Player> undecided(String why) {
        return Uni.createFrom().failure(new TokenUndecidedException(why));
    }

    private Player judged(String token) {
        try {
            Player player = claims.player(reader.read(token));
            if (revocations.revoked(player.id(), player.issued())) {
                throw new TokenRefused("The token was revoked.");
            }
            return player;
        } catch (KeysUnavailable e) {
            throw new TokenUndecidedException(e.getMessage());
        }
    }

    private static TokenReader reader(GatewayConfig.Token token) {
        if (token.secret().isPresent() == token.jwks().isPresent()) {
            throw new IllegalStateException(
                    "Set exactly one of dungeontalk.token.secret and dungeontalk.token.jwks");
        }
        Clock clock = Clock.systemUTC();
        return token.secret()
                .map(s -> TokenReader.bySecret(bytes(s), token.issuer(), token.audience(), clock))
                .orElseGet(
                        () ->
                                TokenReader.byJwks(
                                        token.jwks().orElseThrow(),
                                        token.issuer(),
                                        token.audience(),
                                        clock));
    }

    private static byte[] bytes(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_SECRET_BYTES) {
            throw new IllegalStateException("dungeontalk.token.secret is shorter than 32 bytes");
        }
        if (secret.startsWith(LOCAL_KEY) && !localProfile()) {
            throw new IllegalStateException(
                    "dungeontalk.token.secret is a development key, which only the profile local"
                            + " accepts; set another secret");
        }
        return bytes;
    }
}
