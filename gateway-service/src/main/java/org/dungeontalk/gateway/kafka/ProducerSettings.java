package org.dungeontalk.gateway.kafka;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Leaves retries to the Kafka producer, which keeps the order and writes once.
 *
 * <p>The connector's own retries (channel setting {@code retries}, 0 here) would send a failed
 * message again as a new one, behind later messages. The producer reads the same setting, but must
 * retry until delivery.timeout.ms.
 */
@ApplicationScoped
public class ProducerSettings implements ClientCustomizer<Map<String, Object>> {

    @Override
    public Map<String, Object> customize(
            String channel, Config channelConfig, Map<String, Object> settings) {
        if (settings.containsKey(ProducerConfig.ACKS_CONFIG)) {
            settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        }
        return settings;
    }
}
