package org.dungeontalk.gateway.log;

import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;

/** The history, open to faults. */
public class OpenHistory extends LogHistory {

    public OpenHistory(
            LogReader reader, KafkaClients client, CatchUpReader older, GatewayConfig config) {
        super(reader, client, older, config);
    }
}
