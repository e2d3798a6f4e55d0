package org.dungeontalk.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dungeontalk.gateway.moderation.ModerationRule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden table of tokens: this service gives the same answers as the others. */
class TokenContractTest {
    private final GoldenTokens golden = new GoldenTokens();

    @TestFactory
    Stream<DynamicTest> judgesEveryTokenAsTheTableSays(@TempDir Path directory) {
        Map<String, TokenReader> readers = readers(golden.jwks(directory).toString());
        return golden
                .cases()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.get("name").textValue(),
                                        () ->
                                                judge(
                                                        one,
                                                        readers.get(
                                                                one.path("verifier")
                                                                        .asText("secret")))))
                .toList()
                .stream();
    }

    private void judge(JsonNode one, TokenReader reader) {
        String token = golden.token(one);
        if (one.has("accepted")) {
            accepted(one.get("accepted"), read(reader, token, one));
        } else if (one.get("status").intValue() == 503) {
            Throwable away = assertThrows(KeysUnavailable.class, () -> read(reader, token, one));
            assertEquals(one.get("reason").textValue(), away.getMessage());
        } else {
            Throwable refused = assertThrows(TokenRefused.class, () -> read(reader, token, one));
            assertEquals(one.get("reason").textValue(), refused.getMessage());
        }
    }

    private static Player read(TokenReader reader, String token, JsonNode one) {
        Player player = new PlayerClaims(true).player(reader.read(token));
        if (one.has("revoked")
                && new ModerationRule.Revoked("p-1", Instant.parse(one.get("revoked").textValue()))
                        .voids(player.issued())) {
            throw new TokenRefused("The token was revoked.");
        }
        return player;
    }

    private static void accepted(JsonNode expected, Player player) {
        assertEquals(expected.get("id").textValue(), player.id());
        if (expected.has("rooms")) {
            assertEquals(texts(expected.get("rooms")), Optional.ofNullable(player.rooms()));
        }
        if (expected.has("roles")) {
            assertEquals(
                    texts(expected.get("roles")).orElseThrow(),
                    player.roles().stream().map(Role::text).collect(Collectors.toSet()));
        }
        if (expected.has("issued")) {
            assertEquals(Instant.parse(expected.get("issued").textValue()), player.issued());
        }
        if (expected.has("expires")) {
            assertEquals(Instant.parse(expected.get("expires").textValue()), player.expires());
        }
    }

    private Map<String, TokenReader> readers(String file) {
        byte[] secret = golden.setting("secret").getBytes(UTF_8);
        Optional<String> any = Optional.empty();
        Map<String, TokenReader> readers = new HashMap<>();
        readers.put("secret", TokenReader.bySecret(secret, any, any, golden.clock()));
        readers.put(
                "strict",
                TokenReader.bySecret(
                        secret,
                        Optional.of(golden.setting("issuer")),
                        Optional.of(golden.setting("audience")),
                        golden.clock()));
        readers.put("jwks", TokenReader.byJwks(file, any, any, golden.clock()));
        readers.put(
                "jwks-away",
                TokenReader.byJwks("http://127.0.0.1:1/keys", any, any, golden.clock()));
        return readers;
    }

    private static Optional<Set<String>> texts(JsonNode list) {
        if (!list.isArray()) {
            return Optional.empty();
        }
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.textValue()));
        return Optional.of(texts);
    }
}
