package org.dungeontalk.analytics.answer;

/**
 * An AI's message.
 *
 * @param offset its place in the partition
 * @param at event time in milliseconds
 * @param reportedMillis what it says of itself ({@code aiResponseTime}), -1 if it says nothing
 * @param observedMillis since the last player's message in its room, -1 if there was none
 */
public record Answer(
        long offset, String roomId, long at, long reportedMillis, long observedMillis) {}
