package org.dungeontalk.persistence.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies the signatures of tokens. It accepts only the algorithms that belong to its keys, so
 * neither {@code none} nor a public key used as a secret gets through. Thread-safe. It waits for
 * the network only if the keys are at a URL and not cached.
 */
final class Signatures {
    private static final String NOT_THE_ISSUERS =
            "The token is not signed with a key of the issuer.";

    private final AlgorithmConstraints algorithms;
    private final VerificationKeyResolver keys;

    private Signatures(VerificationKeyResolver keys, String... algorithms) {
        this.algorithms = new AlgorithmConstraints(ConstraintType.PERMIT, algorithms);
        this.keys = keys;
    }

    /** HS256 with this secret. */
    static Signatures bySecret(byte[] secret) {
        HmacKey key = new HmacKey(secret);
        return new Signatures((jws, nesting) -> key, AlgorithmIdentifiers.HMAC_SHA256);
    }

    /**
     * RS256 or ES256 with the keys of a JWKS.
     *
     * @param location an http(s) URL, or a file
     * @param timeout for a connection to the URL, and for its response
     * @throws IllegalStateException if the keys are in a file that can't be read
     */
    static Signatures byJwks(String location, Duration timeout) {
        boolean url = location.startsWith("https:") || location.startsWith("http:");
        return new Signatures(
                url ? new RemoteKeys(location, timeout) : fromFile(location),
                AlgorithmIdentifiers.RSA_USING_SHA256,
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    }

    /**
     * The payload of a token with a valid signature.
     *
     * @throws TokenRefused if the signature is not the issuer's, or the text is no signed token
     * @throws KeysUnavailable if the keys at the URL are not available now
     */
    String payload(String token) {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setAlgorithmConstraints(algorithms);
            signed.setCompactSerialization(token);
            algorithms.checkConstraint(signed.getAlgorithmHeaderValue());
            signed.setKey(keys.resolveKey(signed, List.of()));
            if (signed.verifySignature()) {
                return signed.getPayload();
            }
        } catch (KeysUnavailable e) {
            throw e;
        } catch (UnresolvableKeyException e) {
            throw new TokenRefused(NOT_THE_ISSUERS);
        } catch (JoseException | RuntimeException e) {
            throw new TokenRefused(
                    "The token is not a JWT that is signed with an accepted algorithm.");
        }
        throw new TokenRefused(NOT_THE_ISSUERS);
    }

    private static VerificationKeyResolver fromFile(String location) {
        String file = location.startsWith("file:") ? location.substring(5) : location;
        try {
            JsonWebKeySet keys = new JsonWebKeySet(Files.readString(Path.of(file)));
            if (!keys.getJsonWebKeys().isEmpty()) {
                return new JwksVerificationKeyResolver(keys.getJsonWebKeys());
            }
        } catch (IOException | JoseException e) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_JWKS names a file from which no keys can be read: " + file,
                    e);
        }
        throw new IllegalStateException(
                "DUNGEONTALK_TOKEN_JWKS names a file from which no keys can be read: " + file);
    }
}
