package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden table of tokens: a service gives the same answers as the others. */
public abstract class TokenContract {

    private static final Set<String> ROLES = Set.of("gm", "moderator", "operator", "service");
    private static final Optional<String> ANY = Optional.empty();

    private final GoldenTokens golden = new GoldenTokens();
    private final Class<? extends RuntimeException> refused;
    private final Class<? extends RuntimeException> unavailable;

    /** Takes the exceptions of a token that is refused, and of keys that can't be fetched. */
    protected TokenContract(
            Class<? extends RuntimeException> refused,
            Class<? extends RuntimeException> unavailable) {
        this.refused = refused;
        this.unavailable = unavailable;
    }

    /**
     * What a service reads in a token.
     *
     * @param rooms the only rooms; empty if the token names none
     * @param expires empty if the service doesn't keep it
     */
    public record Bearer(
            String id,
            Optional<Set<String>> rooms,
            Set<String> roles,
            Instant issued,
            Optional<Instant> expires) {}

    /** A reader of tokens that are signed with the secret. */
    protected abstract Function<String, Bearer> bySecret(
            byte[] secret, Optional<String> issuer, Optional<String> audience, Clock clock);

    /** A reader of tokens that are signed with a key of the JWKS in a file or at a URL. */
    protected abstract Function<String, Bearer> byJwks(String location, Clock clock);

    /** Whether a revocation of a player's tokens voids the token that was issued then. */
    protected abstract boolean voids(Instant revocation, Instant issued);

    @TestFactory
    Stream<DynamicTest> judgesEveryTokenAsTheTableSays(@TempDir Path directory) {
        Map<String, Function<String, Bearer>> readers = readers(golden.jwks(directory).toString());
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

    private Map<String, Function<String, Bearer>> readers(String file) {
        byte[] secret = golden.setting("secret").getBytes(UTF_8);
        Clock clock = golden.clock();
        return Map.of(
                "secret",
                bySecret(secret, ANY, ANY, clock),
                "strict",
                bySecret(
                        secret,
                        Optional.of(golden.setting("issuer")),
                        Optional.of(golden.setting("audience")),
                        clock),
                "jwks",
                byJwks(file, clock),
                "jwks-away",
                byJwks("http://127.0.0.1:1/keys", clock));
    }

    private void judge(JsonNode one, Function<String, Bearer> reader) {
        String token = golden.token(one);
        if (one.has("revoked")) {
            Bearer bearer = reader.apply(token);
            Instant revocation = Instant.parse(one.get("revoked").textValue());
            assertEquals(!one.has("accepted"), voids(revocation, bearer.issued()), "void");
        } else if (one.has("accepted")) {
            accepted(one.get("accepted"), reader.apply(token));
        } else {
            Class<? extends RuntimeException> wanted =
                    one.get("status").intValue() == 503 ? unavailable : refused;
            Throwable thrown = assertThrows(wanted, () -> reader.apply(token));
            assertEquals(one.get("reason").textValue(), thrown.getMessage());
        }
    }

    private static void accepted(JsonNode expected, Bearer bearer) {
        assertEquals(expected.get("id").textValue(), bearer.id());
        if (expected.has("rooms")) {
            assertEquals(texts(expected.get("rooms")), bearer.rooms());
        }
        if (expected.has("roles")) {
            Set<String> known = new HashSet<>(bearer.roles());
            known.retainAll(ROLES);
            assertEquals(texts(expected.get("roles")).orElseThrow(), known);
        }
        if (expected.has("issued")) {
            assertEquals(Instant.parse(expected.get("issued").textValue()), bearer.issued());
        }
        if (expected.has("expires")) {
            Instant expires = Instant.parse(expected.get("expires").textValue());
            bearer.expires().ifPresent(it -> assertEquals(expires, it));
        }
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
