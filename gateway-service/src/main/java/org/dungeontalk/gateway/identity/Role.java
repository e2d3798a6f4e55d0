package org.dungeontalk.gateway.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token's {@code roles} may grant; unknown roles are ignored. */
public enum Role {
    GM,
    MODERATOR,
    OPERATOR,
    SERVICE;

    /** As it stands in the token. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(r -> r.text().equals(text)).findFirst();
    }
}
