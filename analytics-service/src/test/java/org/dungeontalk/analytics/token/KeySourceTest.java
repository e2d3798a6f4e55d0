package org.dungeontalk.analytics.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySourceTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Set<String> PROD = Set.of("prod");

    @Test
    void refusesToGoOnWithoutAKey() {
        String message = refusal(Optional.empty(), Optional.empty(), PROD);
        assertTrue(message.contains("DUNGEONTALK_TOKEN_SECRET"), message);
        assertTrue(message.contains("DUNGEONTALK_TOKEN_JWKS"), message);
    }

    @Test
    void refusesAShortSecretAndTwoKeys() {
        refusal(Optional.of("short"), Optional.empty(), PROD);
        refusal(Optional.of(SECRET), Optional.of("https://id.example/jwks"), PROD);
    }

    @Test
    void takesALocalSecretOnADevelopersMachineOnly() {
        Optional<String> local = Optional.of("local-" + SECRET);
        refusal(local, Optional.empty(), PROD);
        refusal(local, Optional.empty(), Set.of());
        for (String profile : Set.of("local", "dev", "test")) {
            assertEquals(
                    new KeySource.Secret("local-" + SECRET),
                    KeySource.of(local, Optional.empty(), Set.of(profile)));
        }
    }

    @Test
    void showsTheSecretToNobody() {
        KeySource keys = KeySource.of(Optional.of(SECRET), Optional.empty(), PROD);
        assertFalse(keys.toString().contains(SECRET));
    }

    private static String refusal(
            Optional<String> secret, Optional<String> jwks, Set<String> profiles) {
        return assertThrows(IllegalStateException.class, () -> KeySource.of(secret, jwks, profiles))
                .getMessage();
    }
}
