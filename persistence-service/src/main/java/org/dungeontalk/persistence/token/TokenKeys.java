package org.dungeontalk.persistence.token;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The keys that verify tokens: a secret or a JWKS, chosen at the start. */
public sealed interface TokenKeys {

    /** The prefix of every secret for local development. */
    String LOCAL_PREFIX = "local-";

    /** HS256 needs as many bits as its hash has. */
    int SHORTEST_SECRET_BYTES = 32;

    /** Profiles in which a secret for local development is accepted. */
    List<String> LOCAL_PROFILES = List.of("local", "dev", "test");

    /** HS256 with a shared secret. */
    record Secret(byte[] bytes) implements TokenKeys {}

    /** RS256 or ES256 with the keys at a URL or in a file. */
    record Jwks(String location) implements TokenKeys {

        boolean isUrl() {
            return location.startsWith("https://") || location.startsWith("http://");
        }
    }

    /**
     * @throws IllegalStateException with a sentence for the operator, if the service must not start
     */
    static TokenKeys choose(
            Optional<String> secret, Optional<String> jwks, Collection<String> profiles) {
        Optional<String> givenSecret = secret.filter(text -> !text.isBlank());
        Optional<String> givenJwks = jwks.filter(text -> !text.isBlank());
        if (givenSecret.isPresent() && givenJwks.isPresent()) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_SECRET and DUNGEONTALK_TOKEN_JWKS are both set; set one.");
        }
        if (givenJwks.isPresent()) {
            return new Jwks(givenJwks.get());
        }
        String text =
                givenSecret.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "No key to verify tokens with: set DUNGEONTALK_TOKEN_SECRET"
                                                + " or DUNGEONTALK_TOKEN_JWKS."));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_SECRET_BYTES) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_SECRET has "
                            + bytes.length
                            + " bytes; at least "
                            + SHORTEST_SECRET_BYTES
                            + " are needed.");
        }
        if (text.startsWith(LOCAL_PREFIX)
                && profiles.stream().noneMatch(LOCAL_PROFILES::contains)) {
            throw new IllegalStateException(
                    "DUNGEONTALK_TOKEN_SECRET is a local development secret and the profile is "
                            + String.join(",", profiles)
                            + "; set a real one.");
        }
        return new Secret(bytes);
    }
}
