package org.dungeontalk.analytics.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** The thresholds of anomalies. Other thresholds find other alerts in the same log. */
public interface AnomalySettings {
    /** Messages of a player in 10 seconds that make a flood. */
    @WithDefault("10")
    int floodIn10s();

    /**
     * Messages of a player in 60 seconds that make a flood. A game master may lead several rooms.
     */
    @WithDefault("45")
    int floodIn60s();

    /** Identical texts of a player that make an alert. Short texts need twice as many. */
    @WithDefault("4")
    int repeatTimes();

    /** Span of {@code repeatTimes}. */
    @WithDefault("120S")
    Duration repeatSpan();

    /** Nearly identical long texts of a player that make an alert. */
    @WithDefault("4")
    int nearRepeatTimes();

    /** Span of {@code nearRepeatTimes}. */
    @WithDefault("180S")
    Duration nearRepeatSpan();

    /** Fewest letters of a long text. */
    @WithDefault("32")
    int nearRepeatLetters();

    /** Share of common 4-letter pieces from which texts are nearly identical, 0 to 1. */
    @WithDefault("0.5")
    double nearRepeatAlike();

    /** Players with the same text that make a raid. */
    @WithDefault("5")
    int raidPlayers();

    /** Span of {@code raidPlayers}. */
    @WithDefault("60S")
    Duration raidSpan();

    /** Fewest letters of a text in a raid. Many players write the same short text by chance. */
    @WithDefault("12")
    int raidLetters();

    /** Messages of a room in 10 seconds below which there is no surge; in 60 s 3 times as many. */
    @WithDefault("20")
    int surgeFloor();

    /** Standard deviations above the room's mean that make a surge. */
    @WithDefault("6")
    double surgeDeviations();

    /** Players who must take part in a surge. */
    @WithDefault("3")
    int surgePlayers();

    /** JOINs in a room that make a flood. */
    @WithDefault("20")
    int joins();

    /** Span of {@code joins}. */
    @WithDefault("30S")
    Duration joinSpan();

    /** Links of a player that make a flood. */
    @WithDefault("5")
    int links();

    /** Mentions ({@code @name}) by a player that make a flood. */
    @WithDefault("12")
    int mentions();

    /** Span of {@code links} and {@code mentions}. */
    @WithDefault("60S")
    Duration linkSpan();

    /** Texts that players may repeat, besides laughter and dice rolls. */
    @WithDefault(
            "gg,ggwp,wp,glhf,ok,okay,yes,no,yeah,yep,nope,thanks,thank you,hello,hi,bye,good"
                    + " night")
    List<String> allow();

    /** Messages per minute in all rooms together below which a drop or silence is no alert. */
    @WithDefault("60")
    int pulseFloor();

    /** Standard deviations below the mean of all rooms that make a drop. */
    @WithDefault("4")
    double pulseDeviations();
}
