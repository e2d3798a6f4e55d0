package org.dungeontalk.gateway.room;

import java.util.Optional;
import org.dungeontalk.gateway.text.Characters;

/** A room of one kind. Two rooms of different kinds with the same id share only a partition. */
public record RoomKey(RoomKind kind, String id) {
    /** The longest room id in code points. */
    public static final int MAX_ID = 120;

    /**
     * The room; empty if the id is invalid. A valid id has 1 to 120 characters, no control
     * character, no slash, no unpaired surrogate, and is neither {@code .} nor {@code ..}, which
     * can't be in a path.
     */
    public static Optional<RoomKey> of(RoomKind kind, String id) {
        return validId(id) ? Optional.of(new RoomKey(kind, id)) : Optional.empty();
    }

    /** The destination that its members subscribe to. */
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
