package org.dungeontalk.persistence.history;

import java.util.Optional;
import org.dungeontalk.persistence.log.LogCursor;
import org.dungeontalk.persistence.problem.Problem;

/**
 * A valid history request.
 *
 * @param words only messages with this text in them
 */
record HistoryRequest(String roomId, int limit, Position position, Optional<String> words) {

    private static final int LONGEST_ROOM_ID = 120;
    private static final int LONGEST_WORDS = 100;

    /** The position of a page in its room. */
    sealed interface Position {

        /** At the end of the room. */
        record Newest() implements Position {}

        /** Directly before a message. */
        record Before(LogCursor cursor) implements Position {}

        /** Directly after a message. */
        record After(LogCursor cursor) implements Position {}
    }

    /** How many messages a page may have. */
    record Sizes(int usual, int largest) {

        /**
         * @param text of the parameter, null if it is absent
         */
        int limit(String text) {
            if (text == null) {
                return usual;
            }
            int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
            if (limit >= 1 && limit <= largest) {
                return limit;
            }
            throw Problem.badRequest("limit must be a number from 1 to " + largest + ".");
        }
    }

    /**
     * @throws Problem 400 if a rule is broken
     */
    static HistoryRequest of(String roomId, HistoryQuery query, Sizes sizes) {
        if (roomId.codePointCount(0, roomId.length()) > LONGEST_ROOM_ID
                || roomId.indexOf('\0') >= 0) {
            throw Problem.badRequest("A room id must have at most 120 characters, without NUL.");
        }
        Optional<String> words = words(query.q);
        if (words.isPresent() && query.after != null) {
            throw Problem.badRequest("q searches backwards; use it without after.");
        }
        int limit = sizes.limit(query.limit);
        return new HistoryRequest(roomId, limit, position(query.before, query.after), words);
    }

    private static Position position(String before, String after) {
        if (before != null && after != null) {
            throw Problem.badRequest("Use either before or after.");
        }
        if (before != null) {
            return new Position.Before(cursor("before", before));
        }
        return after == null ? new Position.Newest() : new Position.After(cursor("after", after));
    }

    private static LogCursor cursor(String name, String text) {
        return LogCursor.parse(text)
                .orElseThrow(() -> Problem.badRequest(name + " is not a cursor."));
    }

    private static Optional<String> words(String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.isBlank()
                || text.codePointCount(0, text.length()) > LONGEST_WORDS
                || text.indexOf('\0') >= 0) {
            throw Problem.badRequest(
                    "q must have 1 to 100 characters, not only blanks, and no NUL.");
        }
        return Optional.of(text.strip());
    }
}
