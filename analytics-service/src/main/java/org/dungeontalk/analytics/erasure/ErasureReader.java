package org.dungeontalk.analytics.erasure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.analytics.AnalyticsConfig;
import org.dungeontalk.analytics.Rounds;
import org.jboss.logging.Logger;

/**
 * Reads topic {@code erasures}, on a thread of its own, {@code erasure-reader}: from the beginning
 * at each start, without a group. What it reads is kept in table {@code erasure}; reading it again
 * changes nothing. Waits for as long as it takes while Kafka or PostgreSQL is away.
 */
@ApplicationScoped
public class ErasureReader {

    private static final Logger LOG = Logger.getLogger(ErasureReader.class);
    private static final String WORK = "requests for erasure";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long AGAIN_MILLIS = 5_000;
    private static final long STOP_MILLIS = 5_000;

    private final Map<String, Object> kafka;
    private final String topic;
    private final Pool pool;
    private final Rounds background;
    private final Counter skipped;
    private final Thread thread = new Thread(this::run, "erasure-reader");
    private boolean missing;
    private volatile boolean stopping;

    ErasureReader(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Pool pool,
            Rounds background,
            AnalyticsConfig config,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.topic = config.log().erasures();
        this.pool = pool;
        this.background = background;
        this.skipped =
                Counter.builder("dungeontalk.analytics.erasures.skipped")
                        .description("Records of topic erasures that can't be used")
                        .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> consumer = open()) {
                follow(consumer);
            } catch (InterruptException e) {
                LOG.debug("Reading erasures ends");
            } catch (RuntimeException e) {
                if (!stopping) {
                    background.failed(WORK, e);
                }
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (!stopping) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("Reading erasures ends");
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(one -> new TopicPartition(topic, one.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            if (!missing) {
                LOG.warnf("There is no topic %s: nobody is erased", topic);
                missing = true;
            }
            return;
        }
        missing = false;
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!stopping) {
            take(consumer.poll(POLL));
            background.worked(WORK);
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        Map<String, Erasure> asked = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                Optional<Erasure> erasure = Erasure.of(record.key(), record.value());
                erasure.ifPresentOrElse(one -> asked.put(one.playerId(), one), () -> skip(record));
            }
        }
        if (!asked.isEmpty()) {
            ErasureRows.take(pool, asked.values()).await().atMost(LIMIT);
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record) {
        if (skipped.count() == 0) {
            LOG.warnf(
                    "%s-%d offset %d can't be used; further ones are only counted",
                    record.topic(), record.partition(), record.offset());
        }
        skipped.increment();
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
