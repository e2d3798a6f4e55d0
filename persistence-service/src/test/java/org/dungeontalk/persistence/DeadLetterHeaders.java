package org.dungeontalk.persistence;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the contract adds to a dead letter, read back. */
record DeadLetterHeaders(String reason, String topic, int partition, long offset, String group) {

    static DeadLetterHeaders of(ConsumerRecord<byte[], byte[]> letter) {
        return new DeadLetterHeaders(
                text(letter, "dlt-reason"),
                text(letter, "dlt-topic"),
                Integer.parseInt(text(letter, "dlt-partition")),
                Long.parseLong(text(letter, "dlt-offset")),
                text(letter, "dlt-group"));
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
