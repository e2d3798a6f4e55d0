package org.dungeontalk.analytics.activity;

import java.util.List;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.message.GameMessage;

/** The counts of an {@link ActivityKey}. {@code messages} counts every message once. */
@FrameworkFree
public final class ActivityCounts {

    private int messages;
    private int joins;
    private int leaves;
    private int whispers;
    private int turns;
    private long earliest = Long.MAX_VALUE;

    /** Counts a message. */
    public void add(GameMessage message) {
        messages++;
        earliest = Math.min(earliest, message.at());
        if (message.whisper()) {
            whispers++;
        }
        switch (message.type()) {
            case JOIN -> joins++;
            case LEAVE -> leaves++;
            case TURN_START -> turns++;
            default -> {}
        }
    }

    /** The sum of both. */
    public static ActivityCounts sum(ActivityCounts one, ActivityCounts other) {
        ActivityCounts sum = new ActivityCounts();
        for (ActivityCounts part : List.of(one, other)) {
            sum.messages += part.messages;
            sum.joins += part.joins;
            sum.leaves += part.leaves;
            sum.whispers += part.whispers;
            sum.turns += part.turns;
            sum.earliest = Math.min(sum.earliest, part.earliest);
        }
        return sum;
    }

    /** Whether all of them are public talk, so that the other counts are zero. */
    public boolean isTalk() {
        return (joins | leaves | whispers | turns) == 0;
    }

    /** Event time of the earliest message, in milliseconds since 1970. */
    public long earliest() {
        return earliest;
    }

    /** All messages. */
    public int messages() {
        return messages;
    }

    /** JOINs. */
    public int joins() {
        return joins;
    }

    /** Messages to one player only. */
    public int leaves() {
        return leaves;
    }

    /** Messages to one player. */
    public int whispers() {
        return whispers;
    }

    /** Turns that began. */
    public int turns() {
        return turns;
    }
}
