package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.dungeontalk.analytics.store.TextBatch.Encoded;
import org.junit.jupiter.api.Test;

class TextBatchTest {

    private final Random random = new Random(20261130);

    @Test
    void messagesComeBackAsTheyWereWritten() {
        List<RaidMessage> written = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            written.add(
                    new RaidMessage(
                            random.nextLong(),
                            random.nextLong(),
                            "방-" + random.nextInt(30),
                            random.nextInt(400_000) - 200_000,
                            random.nextInt(300),
                            random.nextLong() >>> 1));
        }
        List<RaidMessage> read = new ArrayList<>();
        for (Encoded row : TextBatch.encode(written)) {
            TextBatch batch = new TextBatch(row.minute(), false, row.texts());
            assertFalse(batch.hasDetails());
            batch.details(row.details(), row.rooms());
            TextCounts all = new TextCounts();
            written.forEach(one -> all.ask(one.text()));
            batch.count(all);
            batch.frequent(all, 1, number -> read.add(batch.message(number)));
        }
        Comparator<RaidMessage> order = Comparator.comparingLong(RaidMessage::offset);
        assertEquals(written.stream().sorted(order).toList(), read.stream().sorted(order).toList());
    }

    @Test
    void textsThatNobodyLooksForAreNotCounted() {
        TextCounts counts = new TextCounts();
        counts.ask(0);
        for (long text = 0; text < 500; text++) {
            counts.ask(text << 32);
        }
        for (long text = 0; text < 1_000; text++) {
            for (long times = 0; times <= text % 3; times++) {
                counts.count(text << 32);
            }
        }
        assertEquals(3, counts.most());
        for (long text = 0; text < 1_000; text++) {
            assertEquals(text < 500 ? 1 + text % 3 : 0, counts.of(text << 32));
        }
    }
}
