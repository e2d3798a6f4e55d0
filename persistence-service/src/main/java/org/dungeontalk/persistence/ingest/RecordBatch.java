package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dungeontalk.persistence.decode.Decoded;
import org.dungeontalk.persistence.log.LogRow;
import org.dungeontalk.persistence.store.WriteOutcome;

/**
 * The records of one statement: rows to store, and records for the dead letters.
 *
 * @param rows by the number of their log, in the order of the log within each partition
 */
record RecordBatch(
        List<PendingRecord> records,
        Map<Uni<Integer>, List<LogRow>> rows,
        List<DeadLetter> poison) {

    static RecordBatch of(List<PendingRecord> records) {
        Map<Uni<Integer>, List<LogRow>> rows = new LinkedHashMap<>();
        List<DeadLetter> poison = new ArrayList<>();
        for (PendingRecord pending : records) {
            ConsumerRecord<byte[], byte[]> record = pending.record();
            if (pending.decoded() instanceof Decoded.Valid stored) {
                rows.computeIfAbsent(pending.log(), first -> new ArrayList<>())
                        .add(new LogRow(stored.message(), record.partition(), record.offset()));
            } else if (pending.decoded() instanceof Decoded.Poison refused) {
                poison.add(letter(pending, refused.reason()));
            }
        }
        return new RecordBatch(records, rows, poison);
    }

    /** Every record to dead-letter, once the database has answered. */
    List<DeadLetter> deadLetters(WriteOutcome outcome) {
        List<DeadLetter> letters = new ArrayList<>(poison);
        for (WriteOutcome.Refused refused : outcome.refused()) {
            letters.add(letter(pendingOf(refused.row()), refused.reason()));
        }
        return letters;
    }

    private static DeadLetter letter(PendingRecord pending, String reason) {
        if (pending.trace() != null) {
            pending.trace().deadLettered();
        }
        return new DeadLetter(pending.record(), reason);
    }

    private PendingRecord pendingOf(LogRow row) {
        return records.stream()
                .filter(it -> it.record().partition() == row.partition())
                .filter(it -> it.record().offset() == row.offset())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a row has no record in its batch"));
    }
}
