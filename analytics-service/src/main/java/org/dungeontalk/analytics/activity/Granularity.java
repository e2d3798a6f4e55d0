package org.dungeontalk.analytics.activity;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/** The length of a timeline's windows, in UTC. */
@FrameworkFree
public enum Granularity {
    MINUTE(Duration.ofHours(24)),
    HOUR(Duration.ofDays(31)),
    DAY(Duration.ofDays(366));

    private final Duration longest;

    Granularity(Duration longest) {
        this.longest = longest;
    }

    /** The longest span for windows of this length. */
    public Duration longest() {
        return longest;
    }

    /** The word of PostgreSQL and of the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The granularity with this word.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static Granularity of(String word) {
        return Arrays.stream(values())
                .filter(granularity -> granularity.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("by must be minute, hour or day."));
    }
}
