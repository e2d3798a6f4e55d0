package org.dungeontalk.analytics.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Verifies tokens after the contract: signature by HS256 or RS256/ES256, {@code exp} required,
 * issuer and audience if they are configured. Any other algorithm, {@code none} included, is
 * refused.
 *
 * <p>Thread-safe. With a JWKS by URL, {@link #verify} blocks up to {@value #FETCH_MILLIS} ms while
 * keys are fetched, so it belongs on a worker thread; keys are kept for an hour. As long as keys
 * can't be had, tokens are refused.
 */
public final class TokenVerifier {

    private static final int FETCH_MILLIS = 3_000;
    private static final int SKEW_SECONDS = 30;
    private static final int LONGEST_PLAYER_ID = 80;

    private final JwtConsumer consumer;

    /**
     * A verifier with these keys.
     *
     * @throws IllegalStateException if the JWKS file holds none
     */
    public TokenVerifier(KeySource keys, Optional<String> issuer, Optional<String> audience) {
        JwtConsumerBuilder builder =
                new JwtConsumerBuilder()
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds(SKEW_SECONDS);
        issuer.ifPresent(builder::setExpectedIssuer);
        audience.ifPresentOrElse(
                builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
        if (keys instanceof KeySource.Secret secret) {
            builder.setVerificationKey(new HmacKey(secret.value().getBytes(StandardCharsets.UTF_8)))
                    .setJwsAlgorithmConstraints(
                            ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256);
        } else if (keys instanceof KeySource.Jwks jwks) {
            withJwks(builder, jwks.location());
        }
        this.consumer = builder.build();
    }

    /** The caller, empty if the token can't be believed. */
    public Optional<Caller> verify(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String playerId =
                    claims.hasClaim("id")
                            ? claims.getClaimValueAsString("id")
                            : claims.getSubject();
            if (playerId == null
                    || playerId.isEmpty()
                    || playerId.codePointCount(0, playerId.length()) > LONGEST_PLAYER_ID) {
                return Optional.empty();
            }
            return Optional.of(
                    new Caller(
                            playerId,
                            texts(claims, "roles").orElse(Set.of()),
                            texts(claims, "rooms")));
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    private static Optional<Set<String>> texts(JwtClaims claims, String name)
            throws MalformedClaimException {
        if (!claims.hasClaim(name)) {
            return Optional.empty();
        }
        List<String> texts = claims.getStringListClaimValue(name);
        return Optional.of(new LinkedHashSet<>(texts));
    }

    private static void withJwks(JwtConsumerBuilder builder, String location) {
        builder.setJwsAlgorithmConstraints(
                ConstraintType.PERMIT,
                AlgorithmIdentifiers.RSA_USING_SHA256,
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        if (location.startsWith("https:") || location.startsWith("http:")) {
            Get get = new Get();
            get.setConnectTimeout(FETCH_MILLIS);
            get.setReadTimeout(FETCH_MILLIS);
            get.setRetries(0);
            HttpsJwks jwks = new HttpsJwks(location);
            jwks.setSimpleHttpGet(get);
            builder.setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(jwks));
        } else {
            builder.setVerificationKeyResolver(
                    new JwksVerificationKeyResolver(file(location).getJsonWebKeys()));
        }
    }

    private static JsonWebKeySet file(String location) {
        try {
            String path = location.startsWith("file:") ? location.substring(5) : location;
            JsonWebKeySet keys = new JsonWebKeySet(Files.readString(Path.of(path)));
            if (keys.getJsonWebKeys().isEmpty()) {
                throw new IllegalStateException("The JWKS file holds no key: " + location);
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("The JWKS file can't be read: " + location, e);
        } catch (JoseException e) {
            throw new IllegalStateException("The JWKS file is not a JWKS: " + location, e);
        }
    }
}
