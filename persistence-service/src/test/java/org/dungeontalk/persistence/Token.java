package org.dungeontalk.persistence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Tokens as the account service of the game signs them. */
public final class Token {

    private Token() {}

    /** Claims of a player, valid for an hour, for all rooms. */
    public static JwtClaims claims(String id) {
        JwtClaims claims = new JwtClaims();
        claims.setClaim("id", id);
        claims.setClaim("nickName", id);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        return claims;
    }

    public static String of(String id) {
        return sign(claims(id));
    }

    public static String of(String id, List<String> rooms) {
        JwtClaims claims = claims(id);
        claims.setStringListClaim("rooms", rooms);
        return sign(claims);
    }

    public static String sign(JwtClaims claims) {
        return sign(claims, Backbone.SECRET);
    }

    public static String sign(JwtClaims claims, String secret) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
