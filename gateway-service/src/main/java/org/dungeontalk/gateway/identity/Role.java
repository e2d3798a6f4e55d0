package org.dungeontalk.gateway.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The roles in a token's {@code roles}; unknown ones are ignored. */
public enum Role {
    GM,
    MODERATOR,
    OPERATOR,
    SERVICE;

    /** The role's name in the token. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(r -> r.text().equals(text)).findFirst();
    }
}
