package org.dungeontalk.analytics.activity;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/** How long the windows of a timeline are. UTC. */
@FrameworkFree
public enum Granularity {
    MINUTE(Duration.ofHours(24)),
    HOUR(Duration.ofDays(31)),
    DAY(Duration.ofDays(366));

    private final Duration longest;

    Granularity(Duration longest) {
        this.longest = longest;
    }

    /** The longest span that is answered in windows of this length. */
    public Duration longest() {
        return longest;
    }

    /** PostgreSQL's word, and ours. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The grain of this word.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static Granularity of(String word) {
        return Arrays.stream(values())
                .filter(granularity -> granularity.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("by has to be minute, hour or day"));
    }
}
