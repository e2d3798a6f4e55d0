package org.dungeontalk.analytics.alert;

import java.util.Locale;

/** The urgency of an alert. */
public enum Severity {
    WARNING,
    /** Three times above the threshold, or about the backbone itself. */
    CRITICAL;

    /** The severity of this count, if {@code threshold} makes an alert. */
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
