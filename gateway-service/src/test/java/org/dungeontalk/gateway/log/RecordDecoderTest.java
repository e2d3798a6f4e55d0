package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dungeontalk.gateway.kafka.Topic;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {

    private static final int PARTITIONS = 30;
    private static final String ROOM = "tavern";

    @Test
    void passesOnTheBytesOfARoomsRecordAsTheyAre() {
        byte[] value = "{\"content\":\"안녕\"".getBytes(UTF_8);
        LogRecord message = decode(record(value)).orElseThrow();
        assertEquals(ROOM, message.room().id());
        assertArrayEquals(value, message.json());
    }

    @Test
    void deliversNoRecordThatIsNotUtf8BecauseItWouldEndTheConnectionsOfItsRoom() {
        assertEquals(Optional.empty(), decode(record(new byte[] {'{', (byte) 0xff, '}'})));
        assertEquals(Optional.empty(), decode(record(new byte[] {'{', (byte) 0xc3})));
    }

    private static Optional<LogRecord> decode(ConsumerRecord<byte[], byte[]> record) {
        return RecordDecoder.decode(record, PARTITIONS, false);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        int partition = Topic.partition(ROOM, PARTITIONS);
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("game-messages", partition, 7, ROOM.getBytes(UTF_8), value);
        record.headers().add("kind", "chat".getBytes(UTF_8));
        return record;
    }
}
