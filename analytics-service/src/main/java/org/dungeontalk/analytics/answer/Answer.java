package org.dungeontalk.analytics.answer;

/**
 * An AI's message.
 *
 * @param offset its offset in the partition
 * @param at event time in milliseconds
 * @param reportedMillis its own {@code aiResponseTime}, or -1 without one
 * @param observedMillis since the last player's message in its room, or -1 without one
 */
public record Answer(
        long offset, String roomId, long at, long reportedMillis, long observedMillis) {}
