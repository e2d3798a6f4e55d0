package org.dungeontalk.analytics.activity;

import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.message.Kind;

/**
 * The parameters of an activity query. Without a room: all rooms together. Without a kind: both
 * kinds.
 */
@FrameworkFree
public record QueryParameters(TimeRange range, Optional<String> roomId, Optional<Kind> kind) {

    private static final int LONGEST_ROOM_ID = 120;

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static QueryParameters of(
            Optional<String> from,
            Optional<String> to,
            Optional<String> roomId,
            Optional<String> kind,
            Instant now) {
        return of(TimeRange.of(from, to, now), roomId, kind);
    }

    /**
     * Reads the parameters, with a span that was already read.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static QueryParameters of(
            TimeRange range, Optional<String> roomId, Optional<String> kind) {
        roomId.ifPresent(QueryParameters::check);
        return new QueryParameters(range, roomId, kind.map(QueryParameters::kind));
    }

    private static Kind kind(String word) {
        return Kind.of(word)
                .orElseThrow(() -> new IllegalArgumentException("kind must be chat or aichat."));
    }

    private static void check(String roomId) {
        if (roomId.isEmpty()
                || roomId.codePointCount(0, roomId.length()) > LONGEST_ROOM_ID
                || roomId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "room must be a room id of 1 to " + LONGEST_ROOM_ID + " characters.");
        }
    }
}
