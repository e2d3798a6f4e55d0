package org.dungeontalk.persistence.lifecycle;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/**
 * Keeps out of the log what channels say each time while Kafka is away, some of it with a stack
 * trace: that a record was not written, or that offsets were not committed at the end. {@link
 * Dependency} logs once that Kafka is away. The settings {@code quarkus.log.filter} take no errors.
 */
@LoggingFilter(name = "kafka-away")
public final class KafkaAwayFilter implements Filter {

    private static final String CHANNELS = "io.smallrye.reactive.messaging.kafka";

    @Override
    public boolean isLoggable(LogRecord record) {
        return !CHANNELS.equals(record.getLoggerName())
                || Stream.of("SRMSG18206", "SRMSG18212", "SRMSG18222")
                        .noneMatch(record.getMessage()::startsWith);
    }
}
