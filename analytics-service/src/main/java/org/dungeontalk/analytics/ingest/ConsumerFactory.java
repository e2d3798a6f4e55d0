package org.dungeontalk.analytics.ingest;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.analytics.config.AnalyticsConfig;

/**
 * Opens consumers of the group, with Kafka's settings from the environment and this service's own.
 */
@ApplicationScoped
public class ConsumerFactory {

    private static final int SESSION_MILLIS = 10_000;
    private static final int HEARTBEAT_MILLIS = 3_000;

    /** Longest time until the consumer sees added partitions. */
    private static final int METADATA_MILLIS = 10_000;

    /** Small enough that fetched records are soon counted. */
    private static final int MOST_RECORDS = 2_000;

    /** Enough for some polls. A larger read-ahead only burdens the garbage collector. */
    private static final int MOST_BYTES = 4 << 20;

    private final Map<String, Object> kafka;
    private final AnalyticsConfig.Log log;

    ConsumerFactory(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, AnalyticsConfig config) {
        this.kafka = kafka;
        this.log = config.log();
    }

    /**
     * A consumer of the group. The caller closes it. Keys and values stay bytes. It sees records of
     * another region's mirror when their transaction is committed, and never those of an aborted
     * one.
     */
    KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = settings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, log.group());
        return open(settings);
    }

    /** A consumer with the same settings, without a group. */
    KafkaConsumer<byte[], byte[]> openAlone() {
        Map<String, Object> settings = settings();
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return open(settings);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, log.fetchMinBytes());
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) log.fetchWait().toMillis());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        return settings;
    }

    private static KafkaConsumer<byte[], byte[]> open(Map<String, Object> settings) {
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
