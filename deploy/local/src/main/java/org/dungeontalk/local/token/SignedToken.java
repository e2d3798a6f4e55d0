package org.dungeontalk.local.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs JWTs with the claims of the contract. Thread-safe. */
public final class SignedToken {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The signature is as JOSE has it: two numbers of 32 bytes, not in DER. */
    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, String> header = new LinkedHashMap<>();
    private final Signature signature;

    /** Signs by HS256 with this secret; its UTF-8 bytes are the key. */
    public SignedToken(String secret) {
        header.put("alg", "HS256");
        header.put("typ", "JWT");
        SecretKeySpec key =
                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        signature =
                signed -> {
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(key);
                    return mac.doFinal(signed);
                };
    }

    /**
     * Signs by ES256.
     *
     * @param keyId the key's {@code kid} in the JWKS
     * @param key on the curve P-256
     */
    public SignedToken(String keyId, PrivateKey key) {
        header.put("alg", "ES256");
        header.put("typ", "JWT");
        header.put("kid", keyId);
        signature =
                signed -> {
                    var ecdsa = java.security.Signature.getInstance(ES256);
                    ecdsa.initSign(key);
                    ecdsa.update(signed);
                    return ecdsa.sign();
                };
    }

    private interface Signature {

        byte[] of(byte[] signed) throws GeneralSecurityException;
    }

    /**
     * The bearer of a token.
     *
     * @param id the player's id
     * @param nickname the name shown to others
     * @param rooms the rooms that the player may enter; empty: all rooms
     * @param roles {@code gm}, {@code moderator}, {@code operator}, {@code service}; empty: none
     */
    public record Player(String id, String nickname, List<String> rooms, List<String> roles) {

        /** A player without roles who may enter every room, with the nickname as id. */
        public static Player named(String nickname) {
            return new Player(nickname, nickname, List.of(), List.of());
        }
    }

    /**
     * The signed token.
     *
     * @param issued start of its validity
     * @param lifetime duration of its validity
     */
    public String of(Player player, Instant issued, Duration lifetime) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("id", player.id());
        claims.put("sub", player.id());
        claims.put("nickName", player.nickname());
        if (!player.rooms().isEmpty()) {
            claims.put("rooms", player.rooms());
        }
        if (!player.roles().isEmpty()) {
            claims.put("roles", player.roles());
        }
        claims.put("iat", issued.getEpochSecond());
        claims.put("exp", issued.plus(lifetime).getEpochSecond());
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    private byte[] signature(String signed) {
        try {
            return signature.of(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The token can't be signed", e);
        }
    }

    private static String encoded(Map<String, ?> part) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The token can't be written as JSON", e);
        }
    }
}
