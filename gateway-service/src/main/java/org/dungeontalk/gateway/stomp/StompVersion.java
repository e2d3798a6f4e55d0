package org.dungeontalk.gateway.stomp;

import java.util.Arrays;
import java.util.Optional;

/** The supported protocol versions, oldest first. For the gateway they differ only in escaping. */
public enum StompVersion {
    V1_0("1.0"),
    V1_1("1.1"),
    V1_2("1.2");

    private final String text;

    StompVersion(String text) {
        this.text = text;
    }

    /** The text in the {@code version} header. */
    public String text() {
        return text;
    }

    /** Whether header names and values are escaped in this version. */
    public boolean escapes() {
        return this != V1_0;
    }

    /**
     * The newest version that both sides support.
     *
     * @param acceptVersion the client's {@code accept-version} header; {@code null} means 1.0, as
     *     STOMP 1.1 defines
     * @return empty if there is none
     */
    public static Optional<StompVersion> negotiate(String acceptVersion) {
        if (acceptVersion == null) {
            return Optional.of(V1_0);
        }
        String[] offered = acceptVersion.split(",");
        StompVersion best = null;
        for (StompVersion version : values()) {
            if (Arrays.stream(offered).anyMatch(o -> o.trim().equals(version.text))) {
                best = version;
            }
        }
        return Optional.ofNullable(best);
    }
}
