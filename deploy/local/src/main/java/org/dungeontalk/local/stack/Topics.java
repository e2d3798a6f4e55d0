package org.dungeontalk.local.stack;

import java.time.Duration;
import java.util.Map;
import org.dungeontalk.embedded.KafkaCluster;

/** The topics of a stack. */
final class Topics {

    private static final String LOG = "game-messages";
    private static final int PARTITIONS = 30;
    private static final Duration RETENTION = Duration.ofDays(7);

    private Topics() {}

    /** Deletes the log with all its messages, and creates it again. */
    static void recreateLog(KafkaCluster kafka) {
        kafka.deleteTopic(LOG);
        create(kafka);
    }

    /** Creates missing topics, and returns when they accept records. */
    static void create(KafkaCluster kafka) {
        kafka.createTopic(
                LOG,
                PARTITIONS,
                Map.of(
                        "retention.ms",
                        Long.toString(RETENTION.toMillis()),
                        "message.timestamp.before.max.ms",
                        Long.toString(2 * RETENTION.toMillis()),
                        "message.timestamp.after.max.ms",
                        Long.toString(Duration.ofHours(1).toMillis())));
        kafka.createTopic(LOG + ".db-writer.dlt", 1);
        kafka.createTopic(LOG + ".analytics.dlt", 1);
        kafka.createTopic("game-alerts", 1);
        kafka.createCompactedTopic("presence");
        kafka.createCompactedTopic("moderation");
        kafka.createCompactedTopic("revocations");
        kafka.createCompactedTopic("erasures");
    }
}
