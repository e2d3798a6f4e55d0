package org.dungeontalk.persistence.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.persistence.Token;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenReaderTest {

    private static final String SECRET = "a secret of the test, long enough for HS256";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final TokenReader.Policy OPEN = policy(null, null);

    private final TokenReader reader = new TokenReader(secret(SECRET), OPEN, CLOCK);

    @TempDir Path directory;

    @Test
    void readsWhoThePlayerIs() {
        JwtClaims claims = Token.claims("p-1");
        claims.setSubject("another");
        claims.setClaim("nickName", "Mira");
        claims.setStringListClaim("rooms", "tavern-7");
        claims.setStringListClaim("roles", "gm", "moderator");
        Player player = reader.read(Token.sign(claims, SECRET));
        assertEquals(
                new Player(
                        "p-1",
                        "Mira",
                        Optional.of(Set.of("tavern-7")),
                        Set.of("gm", "moderator"),
                        Instant.ofEpochSecond(((Number) claims.getClaimValue("iat")).longValue())),
                player);
        assertTrue(player.mayEnter("tavern-7", false));
        assertFalse(player.mayEnter("elsewhere", true));
    }

    @Test
    void takesTheSubjectWhereThereIsNoId() {
        JwtClaims claims = Token.claims("x");
        claims.unsetClaim("id");
        claims.unsetClaim("nickName");
        claims.setSubject("p-2");
        Player player = reader.read(Token.sign(claims, SECRET));
        assertEquals("p-2", player.nickname());
        assertTrue(player.mayEnter("anywhere", true));
        assertFalse(player.mayEnter("anywhere", false));
    }

    @Test
    void refusesATokenWithoutEndOrPastIt() {
        JwtClaims endless = Token.claims("p-1");
        endless.unsetClaim("exp");
        assertRefused(Token.sign(endless, SECRET));
        JwtClaims expired = Token.claims("p-1");
        expired.setExpirationTimeMinutesInTheFuture(-1);
        TokenRefused refusal =
                assertThrows(TokenRefused.class, () -> reader.read(Token.sign(expired, SECRET)));
        assertEquals("The token has expired.", refusal.getMessage());
    }

    @Test
    void refusesClaimsOfTheWrongShape() {
        for (Object id : new Object[] {"", "x".repeat(81), 7, "a\0b", List.of("p-1")}) {
            JwtClaims claims = Token.claims("p-1");
            claims.setClaim("id", id);
            assertRefused(Token.sign(claims, SECRET));
        }
        for (Object rooms : new Object[] {"tavern-7", List.of(7), 7}) {
            JwtClaims claims = Token.claims("p-1");
            claims.setClaim("rooms", rooms);
            assertRefused(Token.sign(claims, SECRET));
        }
        JwtClaims nobody = Token.claims("p-1");
        nobody.unsetClaim("id");
        assertRefused(Token.sign(nobody, SECRET));
    }

    @Test
    void refusesAnotherKeyAndNoSignature() throws JoseException {
        assertRefused(Token.sign(Token.claims("p-1"), "another secret that is long enough too"));
        JsonWebSignature unsigned = new JsonWebSignature();
        unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        unsigned.setAlgorithmHeaderValue("none");
        unsigned.setPayload(Token.claims("p-1").toJson());
        assertRefused(unsigned.getCompactSerialization());
        assertRefused("");
        assertRefused("a.b.c");
    }

    @Test
    void refusesAnotherIssuerOrAudienceThanTheConfiguredOnes() {
        TokenReader strict =
                new TokenReader(secret(SECRET), policy("dungeontalk", "backbone"), CLOCK);
        JwtClaims claims = Token.claims("p-1");
        claims.setIssuer("dungeontalk");
        claims.setAudience("backbone");
        assertEquals("p-1", strict.read(Token.sign(claims, SECRET)).id());
        claims.setAudience("another");
        assertThrows(TokenRefused.class, () -> strict.read(Token.sign(claims, SECRET)));
        claims.setAudience("backbone");
        claims.setIssuer("another");
        assertThrows(TokenRefused.class, () -> strict.read(Token.sign(claims, SECRET)));
    }

    @Test
    void takesKeysOfAJwksFileAndNothingSignedWithItsPublicPart() throws Exception {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("k-1");
        TokenReader published =
                new TokenReader(new TokenKeys.Jwks(jwks(key).toString()), OPEN, CLOCK);
        assertEquals("p-1", published.read(sign(key, "RS256")).id());

        JsonWebSignature confused = new JsonWebSignature();
        confused.setPayload(Token.claims("p-1").toJson());
        confused.setAlgorithmHeaderValue("HS256");
        confused.setKeyIdHeaderValue("k-1");
        confused.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        String token = confused.getCompactSerialization();
        assertThrows(TokenRefused.class, () -> published.read(token));

        RsaJsonWebKey stranger = RsaJwkGenerator.generateJwk(2048);
        stranger.setKeyId("k-1");
        String foreign = sign(stranger, "RS256");
        assertThrows(TokenRefused.class, () -> published.read(foreign));
    }

    @Test
    void tellsAnUnreachableJwksFromABadToken() throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        TokenReader remote =
                new TokenReader(new TokenKeys.Jwks("http://127.0.0.1:1/keys"), OPEN, CLOCK);
        String token = sign(key, "RS256");
        assertThrows(KeysUnavailable.class, () -> remote.read(token));
    }

    private Path jwks(RsaJsonWebKey key) throws IOException {
        Path file = directory.resolve("keys.json");
        JsonWebKeySet keys = new JsonWebKeySet(key);
        return Files.writeString(file, keys.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }

    private static String sign(RsaJsonWebKey key, String algorithm) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(Token.claims("p-1").toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }

    private void assertRefused(String token) {
        assertThrows(TokenRefused.class, () -> reader.read(token), token);
    }

    private static TokenKeys secret(String text) {
        return new TokenKeys.Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenReader.Policy policy(String issuer, String audience) {
        return new TokenReader.Policy(
                Optional.ofNullable(issuer), Optional.ofNullable(audience), Duration.ofSeconds(1));
    }
}
