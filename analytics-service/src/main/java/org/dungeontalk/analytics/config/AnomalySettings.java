package org.dungeontalk.analytics.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** What is an anomaly. Other settings find other alerts in the same log. */
public interface AnomalySettings {
    /** Messages of a player in 10 seconds that are a flood. */
    @WithDefault("10")
    int floodIn10s();

    /** Messages of a player in 60 seconds that are a flood; a game master leads several rooms. */
    @WithDefault("45")
    int floodIn60s();

    /** Identical texts of a player that are an alert; short ones need twice as many. */
    @WithDefault("4")
    int repeatTimes();

    /** Within which time. */
    @WithDefault("120S")
    Duration repeatSpan();

    /** Nearly identical long texts of a player that are an alert. */
    @WithDefault("4")
    int nearRepeatTimes();

    /** Within which time. */
    @WithDefault("180S")
    Duration nearRepeatSpan();

    /** Letters from which on a text is long. */
    @WithDefault("32")
    int nearRepeatLetters();

    /** Share of common 4-letter pieces from which on texts are nearly identical, 0 to 1. */
    @WithDefault("0.5")
    double nearRepeatAlike();

    /** Players who say the same and are a raid. */
    @WithDefault("5")
    int raidPlayers();

    /** Within which time. */
    @WithDefault("60S")
    Duration raidSpan();

    /** Letters that a text needs to be part of a raid: short ones many say by chance. */
    @WithDefault("12")
    int raidLetters();

    /** Messages of a room in 10 seconds below which nothing is a surge; in 60 s 3 times it. */
    @WithDefault("20")
    int surgeFloor();

    /** Standard deviations above the room's mean that are a surge. */
    @WithDefault("6")
    double surgeDeviations();

    /** Players who have to take part in a surge. */
    @WithDefault("3")
    int surgePlayers();

    /** JOINs in a room that are a flood. */
    @WithDefault("20")
    int joins();

    /** Within which time. */
    @WithDefault("30S")
    Duration joinSpan();

    /** Links of a player that are a flood. */
    @WithDefault("5")
    int links();

    /** Mentions ({@code @name}) by a player that are a flood. */
    @WithDefault("12")
    int mentions();

    /** Within which time. */
    @WithDefault("60S")
    Duration linkSpan();

    /** Texts that may be repeated; laughter and dice rolls always may. */
    @WithDefault(
            "gg,ggwp,wp,glhf,ok,okay,yes,no,yeah,yep,nope,thanks,thank you,hello,hi,bye,good"
                    + " night")
    List<String> allow();

    /** Messages per minute, all together, below which a drop or silence is no alert. */
    @WithDefault("60")
    int pulseFloor();

    /** Standard deviations below the mean of all that are a drop. */
    @WithDefault("4")
    double pulseDeviations();
}
