package org.dungeontalk.persistence.history;

import java.util.Optional;
import org.dungeontalk.persistence.log.LogCursor;

/** What a client asks for, all rules kept. */
record HistoryRequest(String roomId, int limit, Optional<LogCursor> before) {

    private static final int LONGEST_ROOM_ID = 120;

    /** How many messages a page may have. */
    record Sizes(int usual, int largest) {}

    /**
     * @param limit text of the parameter, null if it is absent
     * @param before text of the parameter, null if it is absent
     * @throws Problem 400 if a rule is broken
     */
    static HistoryRequest of(String roomId, String limit, String before, Sizes sizes) {
        if (roomId.length() > LONGEST_ROOM_ID || roomId.indexOf('\0') >= 0) {
            throw Problem.badRequest("A room id has at most 120 characters and no NUL.");
        }
        return new HistoryRequest(roomId, limit(limit, sizes), cursor(before));
    }

    private static int limit(String text, Sizes sizes) {
        if (text == null) {
            return sizes.usual();
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= sizes.largest()) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            throw Problem.badRequest("limit is no number.");
        }
        throw Problem.badRequest("limit is from 1 to " + sizes.largest() + ".");
    }

    private static Optional<LogCursor> cursor(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<LogCursor> cursor = LogCursor.parse(text);
        if (cursor.isEmpty()) {
            throw Problem.badRequest("before is no cursor.");
        }
        return cursor;
    }
}
