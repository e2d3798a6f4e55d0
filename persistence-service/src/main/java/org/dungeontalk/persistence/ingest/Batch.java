package org.dungeontalk.persistence.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.dungeontalk.persistence.log.LogRow;
import org.dungeontalk.persistence.store.WriteOutcome;

/**
 * One poll's records, each decoded once and sorted into what can be stored and what can't.
 *
 * @param rows in the order of the log within each partition
 */
record Batch(ConsumerRecords<byte[], byte[]> records, List<LogRow> rows, List<DeadLetter> poison) {

    static Batch decode(ConsumerRecords<byte[], byte[]> records, MessageDecoder decoder) {
        List<LogRow> rows = new ArrayList<>(records.count());
        List<DeadLetter> poison = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header kind = record.headers().lastHeader("kind");
            Decoded decoded =
                    decoder.decode(
                            kind == null ? null : kind.value(), record.key(), record.value());
            if (decoded instanceof Decoded.Stored stored) {
                rows.add(new LogRow(stored.message(), record.partition(), record.offset()));
            } else if (decoded instanceof Decoded.Poison refused) {
                poison.add(new DeadLetter(record, refused.reason()));
            }
        }
        return new Batch(records, rows, poison);
    }

    /** All that is to be given up once the database has had its say. */
    List<DeadLetter> deadLetters(WriteOutcome outcome) {
        List<DeadLetter> letters = new ArrayList<>(poison);
        for (WriteOutcome.Refused refused : outcome.refused()) {
            letters.add(new DeadLetter(recordOf(refused.row()), refused.reason()));
        }
        return letters;
    }

    private ConsumerRecord<byte[], byte[]> recordOf(LogRow row) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.partition() == row.partition() && record.offset() == row.offset()) {
                return record;
            }
        }
        throw new IllegalStateException("a row of the batch has no record in it");
    }
}
