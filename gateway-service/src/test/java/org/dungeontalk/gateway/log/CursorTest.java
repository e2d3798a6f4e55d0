package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Uuid;
import org.dungeontalk.gateway.kafka.Topic;
import org.junit.jupiter.api.Test;

class CursorTest {

    @Test
    void readsWhatItWrote() {
        Cursor cursor = new Cursor("0a1b2c3d", 29, 9_000_000_000L);
        assertEquals("0a1b2c3d-29-9000000000", cursor.toString());
        assertEquals(Optional.of(cursor), Cursor.parse(cursor.toString()));
    }

    @Test
    void aCursorMayStandBeforeTheFirstMessage() {
        Cursor cursor = new Cursor("0a1b2c3d", 1, -1);
        assertEquals(Optional.of(cursor), Cursor.parse(cursor.toString()));
        assertTrue(cursor.before(new Cursor("0a1b2c3d", 1, 0)));
        assertFalse(cursor.before(cursor));
    }

    @Test
    void refusesWhatItDidNotWrite() {
        for (String text :
                new String[] {
                    "",
                    "x",
                    "0a1b2c3d-1",
                    "0A1B2C3D-1-1",
                    "0a1b2c3d--1-1",
                    "0a1b2c3d-1-1 ",
                    "0a1b2c3d-1--2"
                }) {
            assertEquals(Optional.empty(), Cursor.parse(text), text);
        }
    }

    @Test
    void theEpochIsTheBeginningOfTheTopicsId() {
        assertEquals("00000001", Topic.epochOf(new Uuid(0x00000001_ffffffffL, 7)));
        assertEquals("ffffffff", Topic.epochOf(new Uuid(-1, -1)));
    }

    @Test
    void aRoomLiesWhereKafkasOwnPartitionerPutsItsKey() {
        Topic topic = new Topic("game-messages", "0a1b2c3d", 30);
        for (String room : new String[] {"tavern-7", "주막", "6512bd43d9caa6e02c990b0a", "x"}) {
            assertEquals(
                    BuiltInPartitioner.partitionForKey(
                            room.getBytes(java.nio.charset.StandardCharsets.UTF_8), 30),
                    topic.partitionOf(room));
        }
    }
}
