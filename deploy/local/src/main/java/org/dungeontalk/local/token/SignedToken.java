package org.dungeontalk.local.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs JWTs by HS256, with the claims of the contract. Thread-safe. */
public final class SignedToken {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String secret;

    /** Signs with this secret; its UTF-8 bytes are the key. */
    public SignedToken(String secret) {
        this.secret = secret;
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
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "HS256");
        header.put("typ", "JWT");
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    private byte[] signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private static String encoded(Map<String, Object> part) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The token can't be written as JSON", e);
        }
    }
}
