package org.dungeontalk.analytics.token;

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
import org.dungeontalk.analytics.revocation.Revocation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden table of tokens: this service gives the same answers as the others. */
class TokenContractTest {
    private static final Set<String> ROLES = Set.of("gm", "moderator", "operator", "service");

    private final GoldenTokens golden = new GoldenTokens();

    @TestFactory
    Stream<DynamicTest> judgesEveryTokenAsTheTableSays(@TempDir Path directory) {
        Map<String, TokenVerifier> readers = readers(golden.jwks(directory).toString());
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

    private void judge(JsonNode one, TokenVerifier reader) {
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

    private static Caller read(TokenVerifier reader, String token, JsonNode one) {
        Caller caller = reader.verify(token);
        if (one.has("revoked")
                && new Revocation("p-1", Instant.parse(one.get("revoked").textValue()))
                        .voids(caller.issued())) {
            throw new TokenRefused("The token was revoked.");
        }
        return caller;
    }

    private static void accepted(JsonNode expected, Caller caller) {
        assertEquals(expected.get("id").textValue(), caller.playerId());
        if (expected.has("rooms")) {
            assertEquals(texts(expected.get("rooms")), caller.rooms());
        }
        if (expected.has("roles")) {
            assertEquals(texts(expected.get("roles")).orElseThrow(), known(caller.roles()));
        }
        if (expected.has("issued")) {
            assertEquals(Instant.parse(expected.get("issued").textValue()), caller.issued());
        }
        if (expected.has("expires")) {
            assertEquals(Instant.parse(expected.get("expires").textValue()), caller.expires());
        }
    }

    private Map<String, TokenVerifier> readers(String file) {
        KeySource secret = new KeySource.Secret(golden.setting("secret"));
        Map<String, TokenVerifier> readers = new HashMap<>();
        readers.put("secret", reader(secret, false));
        readers.put("strict", reader(secret, true));
        readers.put("jwks", reader(new KeySource.Jwks(file), false));
        readers.put("jwks-away", reader(new KeySource.Jwks("http://127.0.0.1:1/keys"), false));
        return readers;
    }

    private TokenVerifier reader(KeySource keys, boolean strict) {
        return new TokenVerifier(
                keys,
                Duration.ofSeconds(3),
                Optional.of(golden.setting("issuer")).filter(it -> strict),
                Optional.of(golden.setting("audience")).filter(it -> strict),
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
