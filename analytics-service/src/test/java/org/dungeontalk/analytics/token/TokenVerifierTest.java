package org.dungeontalk.analytics.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.analytics.Tokens;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final TokenVerifier verifier =
            new TokenVerifier(
                    new KeySource.Secret(SECRET), WAIT, Optional.empty(), Optional.empty(), CLOCK);

    @Test
    void readsWhoAsks() {
        Map<String, Object> claims =
                Map.of("id", "p-1", "rooms", List.of("tavern"), "roles", List.of("gm"));
        Caller gm = verifier.verify(Tokens.token(SECRET, claims));
        assertEquals("p-1", gm.playerId());
        assertEquals(Set.of("gm"), gm.roles());
        assertEquals(Optional.of(Set.of("tavern")), gm.rooms());
        Caller player = verifier.verify(Tokens.token(SECRET, Map.of("sub", "p-2")));
        assertEquals("p-2", player.playerId());
        assertEquals(Optional.empty(), player.rooms());
    }

    @Test
    void refusesTokensThatCannotBeBelieved() {
        Map<String, Object> player = Map.of("id", "p-1");
        JwtClaims withoutExpiry = new JwtClaims();
        withoutExpiry.setClaim("id", "p-1");
        String good = Tokens.token(SECRET, player);
        String unsigned = base64("{\"alg\":\"none\"}") + "." + good.split("\\.")[1] + ".";
        List<String> bad =
                List.of(
                        "",
                        "x.y.z",
                        unsigned,
                        Tokens.token("another secret of 32 bytes or so", player),
                        Tokens.token(SECRET, player, -60),
                        Tokens.token(SECRET, withoutExpiry),
                        Tokens.token(SECRET, Map.of()),
                        Tokens.token(SECRET, Map.of("id", "x".repeat(81))),
                        Tokens.token(SECRET, Map.of("id", "p-1", "rooms", 7)));
        bad.forEach(token -> assertThrows(TokenRefused.class, () -> verifier.verify(token), token));
    }

    @Test
    void looksAtIssuerAndAudienceWhenTheyAreConfigured() {
        TokenVerifier strict =
                new TokenVerifier(
                        new KeySource.Secret(SECRET),
                        WAIT,
                        Optional.of("dt"),
                        Optional.of("backbone"),
                        CLOCK);
        Map<String, Object> ours = Map.of("id", "p", "iss", "dt", "aud", "backbone");
        assertEquals("p", strict.verify(Tokens.token(SECRET, ours)).playerId());
        String none = Tokens.token(SECRET, Map.of("id", "p"));
        assertThrows(TokenRefused.class, () -> strict.verify(none));
        String other = Tokens.token(SECRET, Map.of("id", "p", "iss", "dt", "aud", "other"));
        assertThrows(TokenRefused.class, () -> strict.verify(other));
    }

    @Test
    void verifiesByTheKeysOfAFile(@TempDir Path directory) throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId("one");
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, "{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}");
        TokenVerifier byKeys =
                new TokenVerifier(
                        new KeySource.Jwks(file.toString()),
                        WAIT,
                        Optional.empty(),
                        Optional.empty(),
                        CLOCK);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue("one");
        signature.setKey(key.getPrivateKey());
        JwtClaims claims = new JwtClaims();
        claims.setClaim("id", "p-1");
        claims.setExpirationTimeMinutesInTheFuture(5);
        signature.setPayload(claims.toJson());
        assertEquals("p-1", byKeys.verify(signature.getCompactSerialization()).playerId());
        String secret = Tokens.token(SECRET, Map.of("id", "p-1"));
        assertThrows(TokenRefused.class, () -> byKeys.verify(secret));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
