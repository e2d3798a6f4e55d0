package org.dungeontalk.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.dungeontalk.local.token.SignedToken;
import org.junit.jupiter.api.Test;

class IssuerKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void publishesTheKeyThatVerifiesItsTokens() throws Exception {
        IssuerKey other = IssuerKey.named("other");
        IssuerKey key = IssuerKey.named("key-1");
        JsonNode published = JSON.readTree(IssuerKey.jwks(List.of(other, key))).get("keys").get(1);
        String[] token =
                key.signer()
                        .of(SignedToken.Player.named("mira"), Instant.now(), Duration.ofHours(1))
                        .split("\\.");
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(token[0]));
        assertEquals("ES256", header.get("alg").textValue());
        assertEquals(published.get("kid"), header.get("kid"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(publicKey(published));
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(token[2])));
    }

    @Test
    void writesEachCoordinateWithAllItsBytes() throws Exception {
        for (int i = 0; i < 300; i++) {
            JsonNode key =
                    JSON.readTree(IssuerKey.jwks(List.of(IssuerKey.named("key")))).at("/keys/0");
            assertEquals(43, key.get("x").textValue().length());
            assertEquals(43, key.get("y").textValue().length());
        }
    }

    private static PublicKey publicKey(JsonNode jwk) throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger coordinate(JsonNode jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(name).textValue()));
    }
}
