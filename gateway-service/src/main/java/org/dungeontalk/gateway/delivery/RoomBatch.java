package org.dungeontalk.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.trace.DeliveryTrace;

/**
 * Messages of one room for one event loop. Filled on the log reader's thread, then used on the loop
 * alone.
 */
final class RoomBatch {
    private final List<LogRecord> messages = new ArrayList<>(4);
    private final boolean timed;
    private List<DeliveryTrace> traces = List.of();

    /**
     * @param timed whether this loop measures the room's deliveries; only one does, so that a
     *     message counts once
     */
    RoomBatch(boolean timed) {
        this.timed = timed;
    }

    void add(LogRecord message) {
        messages.add(message);
    }

    /** Adds the trace of one of the messages. */
    void trace(DeliveryTrace trace) {
        if (traces.isEmpty()) {
            traces = new ArrayList<>(2);
        }
        traces.add(trace);
    }

    List<LogRecord> messages() {
        return messages;
    }

    boolean timed() {
        return timed;
    }

    /** The messages are in the outbound queues of the shard's members. */
    void delivered(Shard shard) {
        for (int i = 0; i < traces.size(); i++) {
            DeliveryTrace trace = traces.get(i);
            trace.handedTo(shard.membersFor(trace.message()));
        }
    }
}
