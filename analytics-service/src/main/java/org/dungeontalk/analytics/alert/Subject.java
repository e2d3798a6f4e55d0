package org.dungeontalk.analytics.alert;

import java.util.Locale;

/**
 * The subject of an alert.
 *
 * @param id a player's or room's id; for a text its hash, never the text
 */
public record Subject(Type type, String id) {

    /** The whole backbone. */
    public static final Subject BACKBONE = new Subject(Type.BACKBONE, "backbone");

    /** The type of a subject. */
    public enum Type {
        PLAYER,
        ROOM,
        TEXT,
        BACKBONE;

        /** The word of the contract. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A player. */
    public static Subject player(String id) {
        return new Subject(Type.PLAYER, id);
    }

    /** A room. */
    public static Subject room(String id) {
        return new Subject(Type.ROOM, id);
    }

    /** A text, by its hash. */
    public static Subject text(long hash) {
        return new Subject(Type.TEXT, "%016x".formatted(hash));
    }
}
