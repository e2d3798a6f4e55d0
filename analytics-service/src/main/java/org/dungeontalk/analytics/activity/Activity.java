package org.dungeontalk.analytics.activity;

import java.time.Instant;
import java.util.List;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * The answer of {@code GET /api/analytics/activity}, by schemas/activity.json.
 *
 * @param from first minute of the span
 * @param to the minute after the span
 * @param roomId null: all rooms together
 * @param players distinct senders of the whole span
 * @param minutes those with a message, oldest first
 * @param rooms the busiest, most messages first, at most 100
 */
@FrameworkFree
public record Activity(
        Instant from,
        Instant to,
        String roomId,
        long messages,
        long players,
        List<Minute> minutes,
        List<Room> rooms) {

    /** A minute's messages and distinct senders. */
    public record Minute(Instant minute, long messages, long players) {}

    /** A room's messages and distinct senders in the span. */
    public record Room(String kind, String roomId, long messages, long players) {}
}
