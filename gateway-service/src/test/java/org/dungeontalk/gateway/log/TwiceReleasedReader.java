package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;

/** A log reader with a fault: a room that empties releases its partition twice. */
public final class TwiceReleasedReader extends LogReader {

    TwiceReleasedReader(
            KafkaClients client,
            UnreadableRecords unreadable,
            VitalThreads threads,
            GatewayConfig config) {
        super(client, unreadable, threads, config);
    }

    @Override
    public void release(String roomId) {
        super.release(roomId);
        super.release(roomId);
    }
}
