package org.dungeontalk.analytics;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Issues tokens like DungeonTalk's. */
public final class Tokens {

    private Tokens() {}

    /** A token good for an hour. */
    public static String token(String secret, Map<String, Object> claims) {
        return token(secret, claims, 3_600);
    }

    /** A token good for this many seconds; expired if negative. */
    public static String token(String secret, Map<String, Object> claims, long seconds) {
        JwtClaims all = new JwtClaims();
        NumericDate expiry = NumericDate.now();
        expiry.addSeconds(seconds);
        all.setExpirationTime(expiry);
        claims.forEach(all::setClaim);
        return token(secret, all);
    }

    /** A token with exactly these claims. */
    public static String token(String secret, JwtClaims claims) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
