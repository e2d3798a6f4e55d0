package org.dungeontalk.tools.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Imports lines in batches, each in a transaction of its own: after a kill, what was committed
 * stays, and the same import goes on. Blocks.
 */
final class HistoryImport {

    private static final int BATCH_LINES = 1000;
    private static final int BATCH_BYTES = 1024 * 1024;
    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * How many lines there were; each is counted once more as one of the others.
     *
     * @param imported or, in a dry run, would be
     * @param there in the database, or further up in the file
     */
    record Counts(long read, long imported, long there, long refused) {

        Counts plus(int moreRead, int moreImported, int moreThere, int moreRefused) {
            return new Counts(
                    read + moreRead,
                    imported + moreImported,
                    there + moreThere,
                    refused + moreRefused);
        }
    }

    private record Entry(Lines.Line line, ImportedMessage message) {}

    private final Connection connection;
    private final DocumentDecoder decoder;
    private final HistoryTable table;
    private final MonthPartitions partitions;
    private final boolean dryRun;
    private final Consumer<Counts> progress;

    private final Map<ImportedMessage.Key, Entry> batch = new LinkedHashMap<>();
    private int batchBytes;
    private Counts counts = new Counts(0, 0, 0, 0);

    /**
     * @param connection without autocommit
     * @param dryRun whether nothing is written
     * @param progress called every few seconds
     */
    HistoryImport(
            Connection connection,
            DocumentDecoder decoder,
            boolean dryRun,
            Consumer<Counts> progress) {
        this.connection = connection;
        this.decoder = decoder;
        this.table = new HistoryTable(connection);
        this.partitions = new MonthPartitions(connection, decoder.now());
        this.dryRun = dryRun;
        this.progress = progress;
    }

    Counts run(Lines lines, RefusedLines refused) throws IOException, SQLException {
        long told = System.nanoTime();
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            take(line, refused);
            if (batch.size() == BATCH_LINES || batchBytes >= BATCH_BYTES) {
                store(refused);
            }
            if (System.nanoTime() - told > PROGRESS_NANOS) {
                progress.accept(counts);
                told = System.nanoTime();
            }
        }
        store(refused);
        return counts;
    }

    private void take(Lines.Line line, RefusedLines refused) throws IOException {
        try {
            if (!line.whole()) {
                throw new RefusedDocument("the line is longer than " + Lines.LONGEST + " bytes");
            }
            ImportedMessage message = decoder.decode(line.bytes());
            if (batch.putIfAbsent(message.key(), new Entry(line, message)) == null) {
                batchBytes += line.bytes().length;
            } else {
                counts = counts.plus(1, 0, 1, 0);
            }
        } catch (RefusedDocument refusal) {
            refused.add(line, refusal.getMessage());
            counts = counts.plus(1, 0, 0, 1);
        }
    }

    private void store(RefusedLines refused) throws IOException, SQLException {
        List<HistoryTable.Placed> fitting = new ArrayList<>();
        int crowded = 0;
        for (HistoryTable.Placed placed :
                table.place(batch.values().stream().map(Entry::message).toList())) {
            if (placed.fits()) {
                fitting.add(placed);
            } else {
                refused.add(
                        batch.get(placed.message().key()).line(),
                        "the room has more than "
                                + HistoryTable.PLACES
                                + " messages of this millisecond");
                crowded++;
            }
        }
        int imported = dryRun ? fitting.size() : insert(fitting);
        connection.commit();
        counts = counts.plus(batch.size(), imported, batch.size() - imported - crowded, crowded);
        batch.clear();
        batchBytes = 0;
    }

    private int insert(List<HistoryTable.Placed> messages) throws SQLException {
        partitions.make(messages.stream().map(placed -> placed.message().id()).toList());
        return table.insert(messages);
    }
}
