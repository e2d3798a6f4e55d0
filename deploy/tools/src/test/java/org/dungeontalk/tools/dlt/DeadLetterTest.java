package org.dungeontalk.tools.dlt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DeadLetterTest {

    private static final byte[] VALUE = {'{', 0, 27, '\n', (byte) 0xff};

    @Test
    void saysInOneLineWhereItLiesWhereItCameFromAndWhy() {
        String summary = letter(VALUE).summary();
        assertEquals(
                "2:41  from game-messages 17:9000  key 주막  5 bytes  the body is not JSON\\u000a",
                summary);
    }

    @Test
    void showsNoControlCharacterOfWhatItHolds() {
        String whole = letter(VALUE).whole();
        assertTrue(whole.contains("{\\u0000\\u001b\\u000a"), whole);
        assertFalse(whole.contains("\u001b"), whole);
    }

    @Test
    void goesBackAsItWasWithoutWhatTheDeadLetterAdded() {
        ProducerRecord<byte[], byte[]> record =
                letter(VALUE).repaired("game-messages", null, null, null);
        assertArrayEquals(VALUE, record.value());
        assertArrayEquals(bytes("주막"), record.key());
        assertArrayEquals(bytes("shout"), record.headers().lastHeader("kind").value());
        assertNull(record.headers().lastHeader("dlt-reason"));
        assertEquals(1, record.headers().toArray().length);
        assertNull(record.partition());
        assertNull(record.timestamp());
    }

    @Test
    void goesBackRepaired() {
        ProducerRecord<byte[], byte[]> record =
                letter(null).repaired("game-messages", "tavern", bytes("{}"), "chat");
        assertArrayEquals(bytes("{}"), record.value());
        assertArrayEquals(bytes("tavern"), record.key());
        assertArrayEquals(bytes("chat"), record.headers().lastHeader("kind").value());
        assertEquals(1, record.headers().toArray().length);
    }

    @Test
    void carriesItsIdSoThatItCountsOnceThoughItIsSentTwice() {
        byte[] value = bytes("{\"messageId\": \"0197a1b2-0000-7000-8000-000000000001\"}");
        ProducerRecord<byte[], byte[]> record =
                letter(VALUE).repaired("game-messages", null, value, "chat");
        assertArrayEquals(
                bytes("0197a1b2-0000-7000-8000-000000000001"),
                record.headers().lastHeader("id").value());
        for (String other : List.of("{\"messageId\": 7}", "[]", "", "{}")) {
            assertNull(
                    letter(VALUE)
                            .repaired("game-messages", null, bytes(other), "chat")
                            .headers()
                            .lastHeader("id"),
                    other);
        }
    }

    @Test
    void isNamedByPartitionAndOffset() {
        DeadLetterPosition.Converter converter = new DeadLetterPosition.Converter();
        assertEquals(new DeadLetterPosition(2, 41), converter.convert("2:41"));
        assertThrows(TypeConversionException.class, () -> converter.convert("41"));
        for (String text : new String[] {"", "x", "1:", ":1", "-1", "1:2:3"}) {
            assertThrows(TypeConversionException.class, () -> converter.convert(text));
        }
    }

    private static DeadLetter letter(byte[] value) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("game-messages.db-writer.dlt", 2, 41, bytes("주막"), value);
        record.headers()
                .add("kind", bytes("shout"))
                .add("dlt-reason", bytes("the body is not JSON\n"))
                .add("dlt-topic", bytes("game-messages"))
                .add("dlt-partition", bytes("17"))
                .add("dlt-offset", bytes("9000"));
        return new DeadLetter(record);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
