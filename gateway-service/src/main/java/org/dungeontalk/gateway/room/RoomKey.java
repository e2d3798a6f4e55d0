package org.dungeontalk.gateway.room;

import java.util.Optional;

/** A room of one kind. Rooms of both kinds with one id share a partition and nothing else. */
public record RoomKey(RoomKind kind, String id) {
    /** Longest room id, in characters. */
    public static final int MAX_ID = 120;

    /**
     * The room, or empty if the id isn't one: 1 to 120 characters, no control character, no slash.
     */
    public static Optional<RoomKey> of(RoomKind kind, String id) {
        return validId(id) ? Optional.of(new RoomKey(kind, id)) : Optional.empty();
    }

    /** Where its members subscribe. */
    public String destination() {
        return kind.stream() + id;
    }

    private static boolean validId(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_ID
                && id.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == '/');
    }
}
