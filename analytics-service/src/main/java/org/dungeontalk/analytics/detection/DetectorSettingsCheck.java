package org.dungeontalk.analytics.detection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.config.AnomalySettings;
import org.dungeontalk.analytics.message.Hash;

/** Checks the settings that the state of a partition depends on. */
final class DetectorSettingsCheck {

    /** With more, the window of one player would hold more than all of them together. */
    private static final int MOST = 100_000;

    /** The detector compares a player's newest 48 texts, and short texts need twice as many. */
    private static final int MOST_REPEATS = 24;

    /** The detector compares a player's newest 12 long texts. */
    private static final int MOST_NEAR_REPEATS = 12;

    private static final Duration LONGEST = Duration.ofDays(30);

    private final Map<String, Object> seen = new LinkedHashMap<>();

    private DetectorSettingsCheck() {}

    /**
     * A hash of all these settings.
     *
     * @throws IllegalStateException if a setting makes a detector useless
     */
    static long checked(AnalyticsConfig.Windows windows, AnomalySettings anomaly) {
        DetectorSettingsCheck all = new DetectorSettingsCheck();
        all.span("windows.lateness", windows.lateness());
        all.span("windows.quiet", windows.quiet());
        all.span("windows.session-gap", windows.sessionGap());
        all.number("windows.remembered", windows.remembered(), 1_000_000);
        all.number("anomaly.flood-in10s", anomaly.floodIn10s(), MOST);
        all.number("anomaly.flood-in60s", anomaly.floodIn60s(), MOST);
        all.number("anomaly.repeat-times", anomaly.repeatTimes(), MOST_REPEATS);
        all.span("anomaly.repeat-span", anomaly.repeatSpan());
        all.number("anomaly.near-repeat-times", anomaly.nearRepeatTimes(), MOST_NEAR_REPEATS);
        all.span("anomaly.near-repeat-span", anomaly.nearRepeatSpan());
        all.number("anomaly.near-repeat-letters", anomaly.nearRepeatLetters(), MOST);
        all.share("anomaly.near-repeat-alike", anomaly.nearRepeatAlike(), 1);
        all.number("anomaly.raid-players", anomaly.raidPlayers(), MOST);
        all.span("anomaly.raid-span", anomaly.raidSpan());
        all.number("anomaly.raid-letters", anomaly.raidLetters(), MOST);
        all.number("anomaly.surge-floor", anomaly.surgeFloor(), MOST);
        all.share("anomaly.surge-deviations", anomaly.surgeDeviations(), MOST);
        all.number("anomaly.surge-players", anomaly.surgePlayers(), MOST);
        all.number("anomaly.joins", anomaly.joins(), MOST);
        all.span("anomaly.join-span", anomaly.joinSpan());
        all.number("anomaly.links", anomaly.links(), MOST);
        all.number("anomaly.mentions", anomaly.mentions(), MOST);
        all.span("anomaly.link-span", anomaly.linkSpan());
        all.share("anomaly.pulse-deviations", anomaly.pulseDeviations(), MOST);
        all.number("anomaly.pulse-floor", anomaly.pulseFloor(), Integer.MAX_VALUE);
        all.seen.put("anomaly.allow", anomaly.allow());
        return Hash.of(all.seen.toString());
    }

    private void number(String name, int value, int most) {
        hold(name, value, value >= 1 && value <= most, "1 to " + most);
    }

    private void share(String name, double value, int most) {
        hold(name, value, value >= 0 && value <= most, "0 to " + most);
    }

    private void span(String name, Duration value) {
        boolean can = value.toMillis() >= 1 && value.compareTo(LONGEST) <= 0;
        hold(name, value, can, "1 millisecond to " + LONGEST.toDays() + " days");
    }

    private void hold(String name, Object value, boolean can, String range) {
        if (!can) {
            throw new IllegalStateException(
                    "dungeontalk.%s is %s; it must be %s".formatted(name, value, range));
        }
        seen.put(name, value);
    }
}
