package org.dungeontalk.analytics.config;

import java.util.Locale;

/** The action that follows from an alert. */
public enum PolicyAction {
    /** The alert is only shown. */
    NONE,
    /**
     * The alert is published with the word {@code warn}. Readers of game-alerts may warn the
     * player.
     */
    WARN,
    /** The player is muted for some time. Only for alerts about a player. */
    MUTE;

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
