package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class UnsettledTest {
    private final Unsettled unsettled = new Unsettled();

    @Test
    void whatIsSettledBehindOneThatWaitsIsForgotten() {
        Pending stuck = added(100);
        IntStream.range(0, 1_000).forEach(i -> added(100).settle());
        assertEquals(List.of(), unsettled.overdue(50));
        assertEquals(1, unsettled.size());
        assertEquals(List.of(stuck), unsettled.overdue(101));
        assertEquals(0, unsettled.size());
    }

    @Test
    void onlyThoseWhoseTimeIsOverAreOverdue() {
        Pending first = added(10);
        added(20).settle();
        Pending second = added(20);
        Pending later = added(30);
        assertEquals(List.of(first, second), unsettled.overdue(21));
        assertEquals(List.of(later), unsettled.overdue(31));
    }

    private Pending added(long deadline) {
        Pending pending =
                new Pending(
                        new ProducerRecord<>("game-messages", new byte[10]),
                        new Outcome() {
                            @Override
                            public void logged(int partition, long offset) {}

                            @Override
                            public void failed(Throwable why) {}
                        },
                        deadline);
        unsettled.add(pending);
        return pending;
    }
}
