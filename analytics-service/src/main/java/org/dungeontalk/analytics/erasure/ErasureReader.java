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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.topic.WholeTopic;
import org.jboss.logging.Logger;

/**
 * Reads topic {@code erasures} on its own thread, {@code erasure-reader}: from the beginning at
 * each start, without a group. It stores the records in table {@code erasure}; a second reading
 * changes nothing. It skips and counts damaged records. It waits without a limit while Kafka or
 * PostgreSQL is away.
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
    private final BackgroundJobs background;
    private final Counter skipped;
    private final Thread thread = new Thread(this::run, "erasure-reader");
    private boolean missing;
    private volatile WholeTopic reading;
    private volatile boolean stopping;

    ErasureReader(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Pool pool,
            BackgroundJobs background,
            AnalyticsConfig config,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.topic = config.log().erasures();
        this.pool = pool;
        this.background = background;
        this.skipped =
                Counter.builder("dungeontalk.analytics.erasures.skipped")
                        .description(
                                "Records of topic erasures that are damaged or break the contract")
                        .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        WholeTopic open = reading;
        if (open == null) {
            thread.interrupt();
        } else {
            open.wakeUp();
        }
        thread.join(STOP_MILLIS);
        thread.interrupt();
    }

    private void run() {
        while (!stopping) {
            try {
                WholeTopic.open(kafka, topic).ifPresentOrElse(this::follow, this::missing);
            } catch (WakeupException e) {
                LOG.debug("The erasures reader stops");
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
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
            LOG.debug("The erasures reader stops");
        }
    }

    private void missing() {
        if (!missing) {
            LOG.warnf("Topic %s does not exist; nobody is erased until it does", topic);
            missing = true;
        }
    }

    /** Follows the topic until its partitions change. Then it is opened and read again. */
    private void follow(WholeTopic erasures) {
        missing = false;
        reading = erasures;
        try (erasures) {
            while (!stopping && erasures.isWhole()) {
                take(erasures.poll(POLL, this::skip));
                background.worked(WORK);
            }
        } finally {
            reading = null;
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        Map<String, Erasure> asked = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                Optional<Erasure> erasure = Erasure.of(record.key(), record.value());
                erasure.ifPresentOrElse(
                        one -> asked.put(one.playerId(), one), () -> skip(place(record)));
            }
        }
        if (!asked.isEmpty()) {
            ErasureRows.take(pool, asked.values()).await().atMost(LIMIT);
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + " offset " + record.offset();
    }

    private void skip(String place) {
        if (skipped.count() == 0) {
            LOG.warnf(
                    "Skipped %s: it is damaged or breaks the contract. Further ones are only"
                            + " counted",
                    place);
        }
        skipped.increment();
    }
}
