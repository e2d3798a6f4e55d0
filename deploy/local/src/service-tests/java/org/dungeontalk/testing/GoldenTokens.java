package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** The tokens of docs/contract/golden/tokens.json, signed with keys of this run. */
final class GoldenTokens {

    private static final int FEWEST = 100;
    private static final Path FILE = Path.of("..", "docs", "contract", "golden", "tokens.json");
    private static final Map<String, String> MACS =
            Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");

    private final JsonNode table;
    private final PublicJsonWebKey rsa = key("RS", "rsa");
    private final PublicJsonWebKey ec = key("ES", "ec");
    private final PublicJsonWebKey otherRsa = key("RS", "rsa");
    private final PublicJsonWebKey otherEc = key("ES", "ec");
    private final PublicJsonWebKey unknown = key("RS", "unknown");

    GoldenTokens() {
        try {
            table = new ObjectMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The moment at which every token is judged. */
    Clock clock() {
        return Clock.fixed(Instant.parse(table.get("now").textValue()), ZoneOffset.UTC);
    }

    /** {@code secret}, {@code issuer} or {@code audience} of the table. */
    String setting(String name) {
        return table.get(name).textValue();
    }

    Stream<JsonNode> cases() {
        if (table.get("cases").size() < FEWEST) {
            throw new IllegalStateException("the table of tokens is not whole");
        }
        return StreamSupport.stream(table.get("cases").spliterator(), false);
    }

    /** A file with the public keys of this run. */
    Path jwks(Path directory) {
        String keys = new JsonWebKeySet(rsa, ec).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        try {
            return Files.writeString(directory.resolve("keys.json"), keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The token of a case. */
    String token(JsonNode one) {
        if (one.has("token")) {
            return one.get("token").textValue();
        }
        String algorithm = one.path("alg").asText("HS256");
        String header =
                one.path("header")
                        .asText(
                                "{\"alg\":\""
                                        + algorithm
                                        + "\",\"kid\":\""
                                        + kid(one, algorithm)
                                        + "\"}");
        String claims = one.get("claims").textValue();
        try {
            return sign(one.path("key").asText(""), algorithm, header, claims);
        } catch (JoseException | GeneralSecurityException e) {
            throw new IllegalStateException(one.get("name").asText(), e);
        }
    }

    private static String kid(JsonNode one, String algorithm) {
        return one.path("key").asText().equals("unknown")
                ? "unknown"
                : algorithm.startsWith("ES") ? "ec" : "rsa";
    }

    private String sign(String key, String algorithm, String header, String claims)
            throws JoseException, GeneralSecurityException {
        String signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        if (algorithm.equalsIgnoreCase("none")) {
            return signed + ".";
        }
        if (MACS.containsKey(algorithm)) {
            Mac mac = Mac.getInstance(MACS.get(algorithm));
            mac.init(new SecretKeySpec(secret(key), MACS.get(algorithm)));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        }
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setHeader("alg", algorithm);
        signature.setHeader("kid", algorithm.startsWith("ES") ? "ec" : "rsa");
        if (key.equals("unknown")) {
            signature.setHeader("kid", "unknown");
        }
        signature.setPayload(claims);
        signature.setKey(privateKey(key, algorithm));
        String[] parts = signature.getCompactSerialization().split("\\.");
        return header.contains("\"kid\":\"")
                ? String.join(".", parts)
                : base64(header.getBytes(UTF_8)) + "." + parts[1] + "." + parts[2];
    }

    private byte[] secret(String key) {
        return switch (key) {
            case "" -> setting("secret").getBytes(UTF_8);
            case "public" -> rsa.getPublicKey().getEncoded();
            default -> "another-secret-of-more-than-32-bytes".getBytes(UTF_8);
        };
    }

    private Key privateKey(String key, String algorithm) {
        boolean elliptic = algorithm.startsWith("ES");
        return switch (key) {
            case "another" -> (elliptic ? otherEc : otherRsa).getPrivateKey();
            case "unknown" -> unknown.getPrivateKey();
            default -> (elliptic ? ec : rsa).getPrivateKey();
        };
    }

    private static PublicJsonWebKey key(String kind, String id) {
        try {
            PublicJsonWebKey key =
                    kind.equals("ES")
                            ? EcJwkGenerator.generateJwk(EllipticCurves.P256)
                            : RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
