package org.dungeontalk.analytics.alert;

import java.util.Locale;

/** How urgent it is. */
public enum Severity {
    WARNING,
    /** Three times past the threshold, or the backbone itself. */
    CRITICAL;

    /** The severity of this many where {@code threshold} make an alert. */
    public static Severity of(long count, long threshold) {
        return count >= 3 * threshold ? CRITICAL : WARNING;
    }

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The more urgent one. */
    public Severity or(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
