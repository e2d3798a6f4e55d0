package org.dungeontalk.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class CorruptRecordTest {

    private static final int LARGEST_REQUEST = 1_048_576;

    @Test
    void namesOthersRoomsOnlyWhereNoGatewayDelivers() {
        for (CorruptRecord record : CorruptRecord.deliverable("own", "others")) {
            assertEquals("own", new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aCompactedTopicTakesOnlyRecordsWithAKey() {
        CorruptRecord.presence("room").forEach(record -> assertNotNull(record.key()));
        CorruptRecord.ofPlayers("player").forEach(record -> assertNotNull(record.key()));
    }

    @Test
    void noRecordDeletesWhatIsKnownOfAPlayer() {
        CorruptRecord.ofPlayers("player").forEach(record -> assertNotNull(record.value()));
    }

    @Test
    void producersTakeEveryRecord() {
        for (List<CorruptRecord> all :
                List.of(
                        CorruptRecord.undeliverable("room"),
                        CorruptRecord.deliverable("own", "room"),
                        CorruptRecord.presence("room"),
                        CorruptRecord.ofPlayers("player"))) {
            for (CorruptRecord record : all) {
                assertTrue(record.value() == null || record.value().length < LARGEST_REQUEST);
            }
        }
    }

    @Test
    void writesHeadersWithAndWithoutAValue() {
        List<ProducerRecord<byte[], byte[]>> records =
                CorruptRecord.undeliverable("room").stream().map(one -> one.to("log", 3)).toList();
        assertEquals(3, records.get(0).partition());
        assertArrayEquals(
                "chat".getBytes(StandardCharsets.UTF_8),
                records.get(0).headers().lastHeader("kind").value());
        assertNull(records.get(1).headers().lastHeader("kind"));
        assertNull(records.get(3).headers().lastHeader("kind").value());
    }
}
