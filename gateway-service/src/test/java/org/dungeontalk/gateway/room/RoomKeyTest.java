package org.dungeontalk.gateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a room may be called where no body names it: in a destination and in a path. */
class RoomKeyTest {

    @Test
    void takesOneHundredAndTwentyCharactersAndNoMore() {
        String longest = "🎲".repeat(120);
        assertEquals(longest, RoomKey.of(RoomKind.CHAT, longest).orElseThrow().id());
        assertTrue(RoomKey.of(RoomKind.CHAT, longest + "x").isEmpty());
    }

    @Test
    void refusesWhatNoPathOrHeaderCanCarry() {
        for (String id :
                List.of("", ".", "..", "a/b", "a\nb", "a\0", "\u0085", "\ud83da", "a\udfb2")) {
            assertTrue(RoomKey.of(RoomKind.AICHAT, id).isEmpty(), "<" + id + ">");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "...", "a.b", "방", "a b", "a:b", "a\\b"})
    void takesEverythingElseAsItIs(String id) {
        assertEquals(
                "/sub/aichat/room/" + id,
                RoomKey.of(RoomKind.AICHAT, id).orElseThrow().destination());
    }
}
