package org.dungeontalk.local.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignedTokenTest {

    private static final String SECRET = "local-0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    @Test
    void carriesTheClaimsOfTheContract() throws Exception {
        SignedToken.Player player =
                new SignedToken.Player("p1", "미나", List.of("inn", "cellar"), List.of("gm"));
        JsonNode claims = part(token(player), 1);
        assertEquals("p1", claims.get("id").textValue());
        assertEquals("p1", claims.get("sub").textValue());
        assertEquals("미나", claims.get("nickName").textValue());
        assertEquals("[\"inn\",\"cellar\"]", claims.get("rooms").toString());
        assertEquals("[\"gm\"]", claims.get("roles").toString());
        assertEquals(1_700_000_000, claims.get("iat").longValue());
        assertEquals(1_700_003_600, claims.get("exp").longValue());
    }

    @Test
    void saysNothingOfRoomsWhenEveryRoomIsOpen() throws Exception {
        JsonNode claims = part(token(SignedToken.Player.named("bram")), 1);
        assertEquals("bram", claims.get("id").textValue());
        assertFalse(claims.has("rooms"));
        assertFalse(claims.has("roles"));
    }

    @Test
    void isSignedWithHs256() throws Exception {
        String token = token(SignedToken.Player.named("bram"));
        assertEquals("HS256", part(token, 0).get("alg").textValue());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected =
                mac.doFinal(
                        token.substring(0, token.lastIndexOf('.'))
                                .getBytes(StandardCharsets.US_ASCII));
        assertArrayEquals(expected, Base64.getUrlDecoder().decode(token.split("\\.")[2]));
    }

    private static String token(SignedToken.Player player) {
        return new SignedToken(SECRET).of(player, NOW, Duration.ofHours(1));
    }

    private static JsonNode part(String token, int index) throws Exception {
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    }
}
