package org.dungeontalk.gateway.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingMessagesTest {
    private final PendingMessages messages = new PendingMessages();

    @Test
    void whatIsSettledBehindOneThatWaitsIsForgotten() {
        PendingMessage stuck = added(100);
        IntStream.range(0, 1_000).forEach(i -> added(100).settle());
        assertEquals(List.of(), messages.overdue(50));
        assertEquals(1, messages.size());
        assertEquals(List.of(stuck), messages.overdue(101));
        assertEquals(0, messages.size());
    }

    @Test
    void onlyThoseWhoseTimeIsOverAreOverdue() {
        PendingMessage first = added(10);
        added(20).settle();
        PendingMessage second = added(20);
        PendingMessage later = added(30);
        assertEquals(List.of(first, second), messages.overdue(21));
        assertEquals(List.of(later), messages.overdue(31));
    }

    private PendingMessage added(long deadline) {
        PendingMessage pending = new PendingMessage(10, 0, result -> {}, deadline);
        messages.add(pending);
        return pending;
    }
}
