package org.dungeontalk.load.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdTest {

    @Test
    void isAUuidOfVersionSevenWithItsTimeInFront() {
        UUID id = UUID.fromString(MessageId.at(0x0123_4567_89abL));
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(0x0123_4567_89abL, id.getMostSignificantBits() >>> 16);
    }

    @Test
    void isAnotherOneEachTime() {
        assertNotEquals(MessageId.next(), MessageId.next());
    }
}
