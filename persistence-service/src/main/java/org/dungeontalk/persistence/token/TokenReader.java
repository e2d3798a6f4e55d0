package org.dungeontalk.persistence.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Turns a token into a player. Takes only the algorithms that belong to its keys, so neither {@code
 * none} nor a public key used as a secret gets through. Safe for any thread; waits for the network
 * only if the keys are at a URL and not at hand.
 */
public final class TokenReader {

    private static final int LONGEST_ID = 80;

    private final JwtConsumer consumer;

    /** How strictly a token is judged. */
    public record Policy(
            Optional<String> issuer,
            Optional<String> audience,
            Duration clockSkew,
            Duration jwksTimeout) {}

    /**
     * @throws IllegalStateException if the keys are in a file and can't be read from it
     */
    public TokenReader(TokenKeys keys, Policy policy) {
        JwtConsumerBuilder builder =
                new JwtConsumerBuilder()
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds((int) policy.clockSkew().toSeconds());
        policy.issuer().ifPresent(builder::setExpectedIssuer);
        policy.audience()
                .ifPresentOrElse(
                        builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
        if (keys instanceof TokenKeys.Secret secret) {
            builder.setJwsAlgorithmConstraints(
                            ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                    .setVerificationKey(new HmacKey(secret.bytes()));
        } else if (keys instanceof TokenKeys.Jwks jwks) {
            builder.setJwsAlgorithmConstraints(
                    ConstraintType.PERMIT,
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            if (jwks.isUrl()) {
                builder.setVerificationKeyResolver(remote(jwks.location(), policy.jwksTimeout()));
            } else {
                builder.setVerificationKeyResolver(fromFile(jwks.location()));
            }
        }
        this.consumer = builder.build();
    }

    private static HttpsJwksVerificationKeyResolver remote(String url, Duration timeout) {
        Get get = new Get();
        get.setConnectTimeout((int) timeout.toMillis());
        get.setReadTimeout((int) timeout.toMillis());
        get.setRetries(0);
        HttpsJwks jwks = new HttpsJwks(url);
        jwks.setSimpleHttpGet(get);
        return new HttpsJwksVerificationKeyResolver(jwks);
    }

    private static JwksVerificationKeyResolver fromFile(String file) {
        try {
            JsonWebKeySet keys = new JsonWebKeySet(Files.readString(Path.of(file)));
            return new JwksVerificationKeyResolver(keys.getJsonWebKeys());
        } catch (IOException | JoseException unreadable) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_JWKS names a file without keys: " + file, unreadable);
        }
    }

    /**
     * @throws TokenRefused if the token does not prove who the bearer is
     * @throws KeysUnavailable if the keys at the URL can't be had now
     */
    public Player read(String token) {
        try {
            return player(consumer.processToClaims(token));
        } catch (InvalidJwtException invalid) {
            if (invalid.getCause() instanceof UnresolvableKeyException unresolvable
                    && unresolvable.getCause() instanceof IOException) {
                throw new KeysUnavailable(unresolvable);
            }
            boolean expired = invalid.hasErrorCode(ErrorCodes.EXPIRED);
            throw new TokenRefused(expired ? "The token has expired." : "The token is not valid.");
        }
    }

    private static Player player(JwtClaims claims) {
        String id = claims.hasClaim("id") ? text(claims, "id") : text(claims, "sub");
        if (id.isEmpty()
                || id.codePointCount(0, id.length()) > LONGEST_ID
                || id.indexOf('\0') >= 0) {
            throw new TokenRefused("The token's player id is empty or too long.");
        }
        String nickname = claims.hasClaim("nickName") ? text(claims, "nickName") : id;
        Optional<Set<String>> rooms =
                claims.hasClaim("rooms") ? Optional.of(texts(claims, "rooms")) : Optional.empty();
        Set<String> roles = claims.hasClaim("roles") ? texts(claims, "roles") : Set.of();
        return new Player(id, nickname, rooms, roles);
    }

    private static String text(JwtClaims claims, String name) {
        if (claims.getClaimValue(name) instanceof String text) {
            return text;
        }
        throw new TokenRefused("The token's " + name + " is no text.");
    }

    private static Set<String> texts(JwtClaims claims, String name) {
        if (!(claims.getClaimValue(name) instanceof List<?> values)) {
            throw new TokenRefused("The token's " + name + " is no list.");
        }
        Set<String> texts = new HashSet<>();
        for (Object value : values) {
            if (!(value instanceof String text)) {
                throw new TokenRefused("The token's " + name + " is no list of texts.");
            }
            texts.add(text);
        }
        return Set.copyOf(texts);
    }
}
