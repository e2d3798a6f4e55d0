package org.dungeontalk.persistence.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.dungeontalk.persistence.ingest.PartitionQueue.Group;
import org.junit.jupiter.api.Test;

class PartitionQueueTest {

    private final PartitionQueue<String> queue = new PartitionQueue<>();

    @Test
    void takesAllThatIsThereAcrossPartitions() {
        queue.add(3, "a");
        queue.add(7, "b");
        queue.add(3, "c");
        assertEquals(new Group<>(Set.of(3, 7), List.of("a", "c", "b")), queue.take(10));
        assertTrue(queue.take(10).entries().isEmpty());
    }

    @Test
    void holdsAPartitionBackWhileItsRecordsAreUnderWay() {
        queue.add(3, "a");
        Group<String> first = queue.take(10);
        queue.add(3, "b");
        queue.add(4, "c");
        assertEquals(List.of("c"), queue.take(10).entries());
        assertTrue(queue.take(10).entries().isEmpty());
        queue.done(first.partitions());
        assertEquals(List.of("b"), queue.take(10).entries());
    }

    @Test
    void leavesWhatIsTooMuchForTheNextOneAndLetsOthersGoFirst() {
        queue.add(3, "a");
        queue.add(3, "b");
        queue.add(3, "c");
        queue.add(4, "d");
        Group<String> first = queue.take(2);
        assertEquals(List.of("a", "b"), first.entries());
        queue.done(first.partitions());
        assertEquals(List.of("d", "c"), queue.take(2).entries());
    }

    @Test
    void takesNoPartitionThatDoesNotFit() {
        queue.add(3, "a");
        queue.add(4, "b");
        assertEquals(Set.of(3), queue.take(1).partitions());
        assertEquals(Set.of(4), queue.take(1).partitions());
    }
}
