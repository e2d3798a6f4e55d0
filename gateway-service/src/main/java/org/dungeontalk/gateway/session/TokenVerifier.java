package org.dungeontalk.gateway.session;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.moderation.Moderation;

/**
 * Turns a token into a player, or refuses it. Signature, algorithm, expiry, issuer and audience are
 * SmallRye JWT's work; which claims mean what is {@link PlayerClaims}'s; which tokens were revoked
 * {@link Moderation} knows.
 *
 * <p>Refuses to be made, and so the gateway to start, without a key, with a short secret, or with a
 * development key in production.
 */
@Singleton
public class TokenVerifier {
    private static final String LOCAL_KEY = "local-";
    private static final List<String> LOCAL_PROFILES = List.of("local", "dev", "test");
    private static final int LEAST_SECRET_BYTES = 32;

    /** Tokens that wait for a worker thread: a second's work of one core, generously. */
    private static final int MOST_WAITING = 1_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final JWTParser parser;
    private final PlayerClaims claims;
    private final Moderation moderation;

    TokenVerifier(GatewayConfig config, Moderation moderation) {
        this.moderation = moderation;
        GatewayConfig.Token token = config.token();
        parser = new DefaultJWTParser(verification(token));
        claims = new PlayerClaims(token.roomsOpen());
    }

    /** Whether the profile is one in which development keys and guests are allowed. */
    public static boolean localProfile() {
        return !Collections.disjoint(ConfigUtils.getProfiles(), LOCAL_PROFILES);
    }

    /**
     * The player of that token. Runs on a worker thread, since keys may have to be fetched; the
     * answer comes on the caller's context.
     *
     * @return fails with {@link InvalidTokenException}, whose reason never holds any part of the
     *     token, or with {@link TooManyTokensException}
     */
    public Uni<Player> verify(String token) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Uni.createFrom().failure(new TooManyTokensException());
        }
        return VertxContextSupport.executeBlocking(
                        () -> {
                            try {
                                return unrevoked(claims.player(parser.parse(token)));
                            } catch (io.smallrye.jwt.auth.principal.ParseException e) {
                                throw new InvalidTokenException(
                                        "the token is not valid or has expired");
                            }
                        })
                .onTermination()
                .invoke(waiting::decrementAndGet);
    }

    private Player unrevoked(Player player) {
        if (moderation.revoked(player.id(), player.issued())) {
            throw new InvalidTokenException("the token was revoked");
        }
        return player;
    }

    private static JWTAuthContextInfo verification(GatewayConfig.Token token) {
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        if (token.secret().isPresent() == token.jwks().isPresent()) {
            throw new IllegalStateException(
                    "Set exactly one of dungeontalk.token.secret and dungeontalk.token.jwks");
        }
        token.secret().ifPresent(secret -> secret(info, secret));
        token.jwks().ifPresent(location -> jwks(info, location));
        token.issuer().ifPresent(info::setIssuedBy);
        token.audience().ifPresent(a -> info.setExpectedAudience(Set.of(a)));
        info.setRequireNamedPrincipal(false);
        info.setMaxTimeToLiveSecs(0L);
        info.setClockSkew(5);
        return info;
    }

    private static void secret(JWTAuthContextInfo info, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_SECRET_BYTES) {
            throw new IllegalStateException("dungeontalk.token.secret is shorter than 32 bytes");
        }
        if (secret.startsWith(LOCAL_KEY) && !localProfile()) {
            throw new IllegalStateException(
                    "dungeontalk.token.secret is a development key; it works in the local profile"
                            + " only");
        }
        info.setSecretVerificationKey(new SecretKeySpec(bytes, "HmacSHA256"));
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
    }

    private static void jwks(JWTAuthContextInfo info, String location) {
        info.setPublicKeyLocation(location);
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256));
    }
}
