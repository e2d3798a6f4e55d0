package org.dungeontalk.persistence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogCursorTest {

    @Test
    void comesBackFromItsText() {
        LogCursor cursor = new LogCursor("5f0c2a91", 17, 42);
        assertEquals("5f0c2a91-17-42", cursor.text());
        assertEquals(Optional.of(cursor), LogCursor.parse(cursor.text()));
    }

    @Test
    void theCursorBeforeTheFirstMessageIsOneToo() {
        assertEquals(
                Optional.of(new LogCursor("5f0c2a91", 17, -1)), LogCursor.parse("5f0c2a91-17--1"));
    }

    @Test
    void isNothingElse() {
        for (String text :
                List.of(
                        "",
                        "5f0c2a91-17",
                        "5f0c2a91-17-42-1",
                        "5F0C2A91-17-42",
                        "5f0c2a9-17-42",
                        "5f0c2a91--1-42",
                        "5f0c2a91-17--2",
                        "5f0c2a91-17-9999999999999999999",
                        "5f0c2a91-99999999999-1",
                        " 5f0c2a91-17-42")) {
            assertEquals(Optional.empty(), LogCursor.parse(text), text);
        }
    }

    @Test
    void takesItsEpochFromTheFirstDigitsOfTheTopicId() {
        assertEquals("0f0c2a91", new TopicId(0x0f0c2a91_12345678L, "x").epoch());
        assertEquals("ff0c2a91", new TopicId(0xff0c2a91_12345678L, "x").epoch());
    }
}
