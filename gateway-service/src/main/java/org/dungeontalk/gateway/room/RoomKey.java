package org.dungeontalk.gateway.room;

import java.util.Optional;
import org.dungeontalk.gateway.text.Characters;

/** A room of one kind. Rooms of both kinds with one id share a partition and nothing else. */
public record RoomKey(RoomKind kind, String id) {
    /** Longest room id, in code points. */
    public static final int MAX_ID = 120;

    /**
     * The room, or empty if the id isn't one: 1 to 120 characters, no control character, no slash,
     * no half of a surrogate pair, and neither {@code .} nor {@code ..}, which no path can carry.
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
                && Characters.count(id) <= MAX_ID
                && Characters.isUnicode(id)
                && !id.equals(".")
                && !id.equals("..")
                && id.chars().noneMatch(c -> Character.isISOControl(c) || c == '/');
    }
}
