package org.dungeontalk.analytics.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;

class StayKeysTest {

    private final StayKeys keys = new StayKeys();

    @Property
    void namesAStayAlikeWhoeverWroteBetween(
            @ForAll Kind kind,
            @ForAll @IntRange(max = 3_000) int room,
            @ForAll @IntRange(max = 3_000) int player) {
        assertEquals(
                kind.word() + " room-" + room + "\np-" + player,
                keys.of(message(kind, "room-" + room, "p-" + player)));
    }

    @Example
    void tellsApartWhatHashesAlike() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        assertEquals("chat Aa\np", keys.of(message(Kind.CHAT, "Aa", "p")));
        assertEquals("chat BB\np", keys.of(message(Kind.CHAT, "BB", "p")));
        assertEquals("aichat BB\np", keys.of(message(Kind.AICHAT, "BB", "p")));
        assertEquals("aichat BB\nAa", keys.of(message(Kind.AICHAT, "BB", "Aa")));
    }

    @Example
    void givesTheSameTextAgain() {
        String first = keys.of(message(Kind.CHAT, "tavern", "p-1"));
        assertSame(first, keys.of(message(Kind.CHAT, "tavern", "p-1")));
    }

    private static GameMessage message(Kind kind, String room, String player) {
        return new GameMessage(
                kind, Type.TALK, room, new UUID(1, 2), player, "hello", false, -1, 1_000);
    }
}
