package org.dungeontalk.analytics.token;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/** The source of the keys that verify tokens. */
@FrameworkFree
public sealed interface KeySource {

    /** Shortest HS256 secret in bytes, as RFC 7518 requires. */
    int SHORTEST_SECRET = 32;

    /** Prefix of the secrets that {@code deploy/local} makes. */
    String LOCAL_SECRET = "local-";

    /** Profiles of a person's machine. */
    Set<String> LOCAL_PROFILES = Set.of("local", "dev", "test");

    /** An HS256 secret shared with the issuer. */
    record Secret(String value) implements KeySource {
        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /** Public keys, from the URL or file of a JWKS. */
    record Jwks(String location) implements KeySource {}

    /**
     * The key source of these settings.
     *
     * @param profiles the service's profiles; local secrets are for local, dev and test only
     * @throws IllegalStateException with a sentence for the operator
     */
    static KeySource of(Optional<String> secret, Optional<String> jwks, Set<String> profiles) {
        if (secret.isPresent() && jwks.isPresent()) {
            throw new IllegalStateException(
                    "Both DUNGEONTALK_TOKEN_SECRET and DUNGEONTALK_TOKEN_JWKS are set: set one");
        }
        if (jwks.isPresent()) {
            return new Jwks(jwks.get());
        }
        String value =
                secret.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "No key to verify tokens with: set"
                                                + " DUNGEONTALK_TOKEN_SECRET or"
                                                + " DUNGEONTALK_TOKEN_JWKS"));
        if (value.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_SECRET is shorter than " + SHORTEST_SECRET + " bytes");
        }
        if (value.startsWith(LOCAL_SECRET)
                && profiles.stream().noneMatch(LOCAL_PROFILES::contains)) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_SECRET begins with local-, which only the profile local"
                            + " accepts; set another secret");
        }
        return new Secret(value);
    }
}
