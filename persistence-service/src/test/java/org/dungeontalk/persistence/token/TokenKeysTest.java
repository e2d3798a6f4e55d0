package org.dungeontalk.persistence.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenKeysTest {

    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> REAL = Optional.of("x".repeat(32));
    private static final Optional<String> LOCAL = Optional.of("local-" + "x".repeat(32));

    @Test
    void takesOneSecretOrOneJwks() {
        assertInstanceOf(TokenKeys.Secret.class, TokenKeys.choose(REAL, NONE, List.of("prod")));
        TokenKeys keys = TokenKeys.choose(NONE, Optional.of("keys.json"), List.of("prod"));
        assertEquals(new TokenKeys.Jwks("keys.json"), keys);
    }

    @Test
    void startsWithALocalSecretOnlyWhereThingsAreTriedOut() {
        for (String profile : List.of("local", "dev", "test")) {
            assertInstanceOf(
                    TokenKeys.Secret.class, TokenKeys.choose(LOCAL, NONE, List.of(profile)));
        }
        assertTrue(refusal(LOCAL, NONE).contains("local development secret"));
    }

    @Test
    void refusesToStartWithoutAKeyOrWithTwoOrWithAShortOne() {
        assertTrue(refusal(NONE, NONE).contains("No key to verify tokens with"));
        assertTrue(refusal(Optional.of(" "), NONE).contains("No key to verify tokens with"));
        assertTrue(refusal(REAL, Optional.of("keys.json")).contains("both set"));
        assertTrue(refusal(Optional.of("short"), NONE).contains("has 5 bytes"));
    }

    private static String refusal(Optional<String> secret, Optional<String> jwks) {
        return assertThrows(
                        IllegalStateException.class,
                        () -> TokenKeys.choose(secret, jwks, List.of("prod")))
                .getMessage();
    }
}
