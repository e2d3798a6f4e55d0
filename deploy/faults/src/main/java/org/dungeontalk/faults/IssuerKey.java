package org.dungeontalk.faults;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.dungeontalk.local.token.SignedToken;

/**
 * A key with which an issuer signs tokens by ES256.
 *
 * @param id its {@code kid}
 */
record IssuerKey(String id, KeyPair pair) {

    private static final int COORDINATE_BYTES = 32;

    /** A new key. */
    static IssuerKey named(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new IssuerKey(id, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has the curve P-256", e);
        }
    }

    /** Signs tokens with it. */
    SignedToken signer() {
        return new SignedToken(id, pair.getPrivate());
    }

    /** The JWKS of these keys. */
    static String jwks(List<IssuerKey> keys) {
        return keys.stream()
                .map(IssuerKey::jwk)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private String jwk() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(id, base64(key.getW().getAffineX()), base64(key.getW().getAffineY()));
    }

    /** A coordinate has all its bytes, also those that are zero. */
    private static String base64(BigInteger coordinate) {
        byte[] signed = coordinate.toByteArray();
        byte[] bytes = new byte[COORDINATE_BYTES];
        int length = Math.min(signed.length, COORDINATE_BYTES);
        System.arraycopy(signed, signed.length - length, bytes, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
