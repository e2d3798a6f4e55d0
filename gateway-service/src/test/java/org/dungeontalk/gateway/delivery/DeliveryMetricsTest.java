package org.dungeontalk.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

class DeliveryMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final DeliveryMetrics metrics = new DeliveryMetrics(registry);
    private final Timer delivery = registry.get("dungeontalk.gateway.delivery").timer();

    @Test
    void leavesOutWhatWasReadForNobody() {
        long now = System.currentTimeMillis();
        metrics.delivered(List.of(record(1, now - 600_000), record(2, now - 600_000)), 3);
        assertEquals(0, delivery.count());
        metrics.delivered(List.of(record(2, now - 600_000), record(3, now - 7_000)), 3);
        assertEquals(1, delivery.count());
        assertEquals(7, delivery.totalTime(TimeUnit.SECONDS), 5);
    }

    @Test
    void aMessageFromAGatewayWhoseClockIsAheadTookNoTime() {
        metrics.delivered(List.of(record(1, System.currentTimeMillis() + 600_000)), 0);
        assertEquals(1, delivery.count());
        assertEquals(0, delivery.totalTime(TimeUnit.SECONDS));
    }

    private static LogRecord record(long offset, long timestamp) {
        RoomKey room = new RoomKey(RoomKind.CHAT, "r");
        return new LogRecord(3, offset, timestamp, room, "mira", null, null, null, new byte[0]);
    }
}
