package org.dungeontalk.persistence.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dungeontalk.persistence.revocation.Revocation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden table of tokens: this service gives the same answers as the others. */
class TokenContractTest {
    private static final Set<String> ROLES = Set.of("gm", "moderator", "operator", "service");

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
        Player caller = reader.read(token);
        if (one.has("revoked")
                && new Revocation("p-1", Instant.parse(one.get("revoked").textValue()))
                        .voids(caller.issued())) {
            throw new TokenRefused("The token was revoked.");
        }
        return caller;
    }

    private static void accepted(JsonNode expected, Player caller) {
        assertEquals(expected.get("id").textValue(), caller.id());
        if (expected.has("rooms")) {
            assertEquals(texts(expected.get("rooms")), caller.rooms());
        }
        if (expected.has("roles")) {
            assertEquals(texts(expected.get("roles")).orElseThrow(), known(caller.roles()));
        }
        if (expected.has("issued")) {
            assertEquals(Instant.parse(expected.get("issued").textValue()), caller.issued());
        }
    }

    private Map<String, TokenReader> readers(String file) {
        TokenKeys secret = new TokenKeys.Secret(golden.setting("secret").getBytes(UTF_8));
        Map<String, TokenReader> readers = new HashMap<>();
        readers.put("secret", reader(secret, false));
        readers.put("strict", reader(secret, true));
        readers.put("jwks", reader(new TokenKeys.Jwks(file), false));
        readers.put("jwks-away", reader(new TokenKeys.Jwks("http://127.0.0.1:1/keys"), false));
        return readers;
    }

    private TokenReader reader(TokenKeys keys, boolean strict) {
        return new TokenReader(
                keys,
                new TokenReader.Policy(
                        Optional.of(golden.setting("issuer")).filter(it -> strict),
                        Optional.of(golden.setting("audience")).filter(it -> strict),
                        Duration.ofSeconds(1)),
                golden.clock());
    }

    private static Optional<Set<String>> texts(JsonNode list) {
        if (!list.isArray()) {
            return Optional.empty();
        }
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.textValue()));
        return Optional.of(texts);
    }

    private static Set<String> known(Set<String> roles) {
        Set<String> known = new HashSet<>(roles);
        known.retainAll(ROLES);
        return known;
    }
}
