package org.dungeontalk.analytics.config;

import java.util.Locale;

/** What follows from an alert. */
public enum PolicyAction {
    /** It is shown. */
    NONE,
    /** It is told with the word {@code warn}: who reads game-alerts may warn the player. */
    WARN,
    /** The player is muted for a while; only where the alert is about a player. */
    MUTE;

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
