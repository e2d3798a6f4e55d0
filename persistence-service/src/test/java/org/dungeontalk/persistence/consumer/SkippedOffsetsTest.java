package org.dungeontalk.persistence.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.kafka.UnreadableRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SkippedOffsetsTest {
    private static final TopicPartition PARTITION = new TopicPartition("game-messages", 7);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final SkippedOffsets skipped = new SkippedOffsets();

    @BeforeEach
    void skipOffsetsFiveAndSix() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 5L));
        skipped.add(PARTITION, new UnreadableRange(7, 5, 7, "damaged"));
    }

    @Test
    void areCommittedOnceEverythingBeforeThemIs() {
        commit(4);
        skipped.commit(consumer);
        assertEquals(4, committed());
        assertFalse(skipped.isEmpty());

        commit(5);
        skipped.commit(consumer);
        assertEquals(7, committed());

        skipped.commit(consumer);
        assertTrue(skipped.isEmpty());
    }

    @Test
    void neverTakeBackWhatTheGroupHasCommittedSince() {
        commit(5);
        assertFalse(skipped.isEmpty());
        commit(8);

        skipped.commit(consumer);

        assertEquals(8, committed());
        assertTrue(skipped.isEmpty());
    }

    @Test
    void atTheLogsBeginningNothingIsBeforeThem() {
        skipped.commit(consumer);

        assertEquals(7, committed());
    }

    @Test
    void areForgottenWhenAnotherConsumerHasThePartition() {
        consumer.assign(List.of(new TopicPartition("game-messages", 8)));

        skipped.commit(consumer);

        assertTrue(skipped.isEmpty());
        assertNull(consumer.committed(Set.of(PARTITION)).get(PARTITION));
    }

    private void commit(long offset) {
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
    }

    private long committed() {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
    }
}
