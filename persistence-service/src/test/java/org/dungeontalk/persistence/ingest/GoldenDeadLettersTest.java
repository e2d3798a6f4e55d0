package org.dungeontalk.persistence.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.dungeontalk.persistence.kafka.UnreadableRange;
import org.dungeontalk.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** This service's part of docs/contract/golden/dead-letters.json. */
class GoldenDeadLettersTest {

    private static final Golden GOLDEN = Golden.read("dead-letters.json");
    private static final String TOPIC = GOLDEN.table().get("topic").textValue();
    private static final String GROUP = GOLDEN.table().get("group").textValue();

    @TestFactory
    Stream<DynamicTest> writesTheDeadLettersOfTheTable() {
        return GOLDEN.tests(GoldenDeadLettersTest::check);
    }

    private static void check(JsonNode one) {
        DeadLetter letter = letter(one);
        assertIs(one.get("whole"), letter.toRecord(TOPIC, GROUP));
        if (one.has("withoutValue")) {
            assertIs(one.get("withoutValue"), letter.toRecordWithoutValue(TOPIC, GROUP));
            assertIs(one.get("ofItsPosition"), letter.toRecordOfItsPosition(TOPIC, GROUP));
        }
    }

    private static DeadLetter letter(JsonNode one) {
        JsonNode source = one.has("record") ? one.get("record") : one.get("unreadable");
        String topic = source.get("topic").textValue();
        int partition = source.get("partition").intValue();
        if (one.has("unreadable")) {
            long from = source.get("from").longValue();
            long to = source.get("to").longValue();
            return DeadLetter.of(
                    new UnreadableRange(partition, from, to, "It can't be read."), topic);
        }
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(
                        topic,
                        partition,
                        source.get("offset").longValue(),
                        source.get("time").asLong(ConsumerRecord.NO_TIMESTAMP),
                        TimestampType.CREATE_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        bytes(source.get("key")),
                        bytes(source.get("value")),
                        new RecordHeaders(),
                        Optional.empty());
        source.get("headers")
                .forEach(it -> record.headers().add(it.get(0).textValue(), bytes(it.get(1))));
        return new DeadLetter(record, one.get("reason").textValue());
    }

    private static void assertIs(JsonNode expected, ProducerRecord<byte[], byte[]> actual) {
        assertEquals(TOPIC, actual.topic());
        assertEquals(null, actual.partition());
        JsonNode time = expected.get("time");
        assertEquals(time.isNull() ? null : (Long) time.longValue(), actual.timestamp());
        assertArrayEquals(bytes(expected.get("key")), actual.key(), "key");
        assertArrayEquals(bytes(expected.get("value")), actual.value(), "value");
        Header[] headers = actual.headers().toArray();
        assertEquals(expected.get("headers").size(), headers.length, actual.headers().toString());
        for (int i = 0; i < headers.length; i++) {
            JsonNode header = expected.get("headers").get(i);
            assertEquals(header.get(0).textValue(), headers[i].key());
            if (header.get(1).isBoolean()) {
                assertFalse(new String(headers[i].value(), UTF_8).isBlank(), headers[i].key());
            } else {
                assertArrayEquals(bytes(header.get(1)), headers[i].value(), headers[i].key());
            }
        }
    }

    /** A text, {@code {"hex": …}} or null. */
    private static byte[] bytes(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isTextual()
                ? value.textValue().getBytes(UTF_8)
                : HexFormat.of().parseHex(value.get("hex").textValue());
    }
}
