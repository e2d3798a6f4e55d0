package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.background.BackgroundJobs;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class SilenceWatchTest extends ServiceTest {

    /** A time at which no other test lets anybody talk: all that is said is judged together. */
    private static final Instant BEGIN =
            Instant.now()
                    .truncatedTo(ChronoUnit.DAYS)
                    .minus(20, ChronoUnit.DAYS)
                    .plus(4, ChronoUnit.HOURS);

    @Inject Pool pool;
    @Inject DetectorFactory detectors;
    @Inject BackgroundJobs rounds;
    @Inject AnalyticsConfig config;

    @Test
    void judgesWhatIsReadAndNeitherWhatIsCountedAgainNorWhatAnOlderEpochJudged() {
        for (int minute = 0; minute < 20; minute++) {
            database.execute(
                    "INSERT INTO analytics.activity (minute, kind, room_id, player_id, messages)"
                            + " VALUES ('%s', 'chat', 'pulse', 'mira', 100)"
                                    .formatted(BEGIN.plusSeconds(60L * minute)));
        }
        progress("aaaaaaaa", 0);
        progress("aaaaaaaa", 1);
        database.execute(
                "INSERT INTO analytics.overall (epoch, next_at) VALUES ('aaaaaaaa', '%s')"
                        .formatted(BEGIN));
        assertEquals(0, judged("aaaaaaaa", 3), "a partition nobody has read yet");
        database.execute(
                "UPDATE analytics.progress SET next_offset = 3"
                        + " WHERE epoch = 'aaaaaaaa' AND partition = 1");
        assertEquals(0, judged("aaaaaaaa", 2), "a partition that is counted again");
        database.execute("UPDATE analytics.progress SET next_offset = 10 WHERE epoch = 'aaaaaaaa'");
        assertEquals(29, judged("aaaaaaaa", 2));
        assertEquals(1, silences("aaaaaaaa"));
        progress("bbbbbbbb", 0);
        database.execute(
                "UPDATE analytics.overall SET next_at = '%s' WHERE epoch = 'aaaaaaaa'"
                        .formatted(BEGIN.plus(1, ChronoUnit.DAYS)));
        assertEquals(0, judged("bbbbbbbb", 1), "what the older epoch judged");
        assertEquals(0, silences("bbbbbbbb"));
        database.execute(
                "DELETE FROM analytics.overall WHERE epoch IN ('aaaaaaaa', 'bbbbbbbb');"
                        + " DELETE FROM analytics.progress WHERE epoch IN ('aaaaaaaa', 'bbbbbbbb');"
                        + " DELETE FROM analytics.activity WHERE room_id = 'pulse'");
    }

    private void progress(String epoch, int partition) {
        database.execute(
                "INSERT INTO analytics.progress"
                        + " (epoch, partition, next_offset, complete_until, complete_at)"
                        + " VALUES ('%s', %d, 10, '%s', 10)"
                                .formatted(epoch, partition, BEGIN.plusSeconds(60 * 30)));
    }

    private int judged(String epoch, int partitions) {
        SilenceWatch watch = new SilenceWatch(pool, detectors, rounds, config);
        watch.watch(epoch, partitions);
        return watch.step().await().atMost(Duration.ofSeconds(20));
    }

    private long silences(String epoch) {
        long began = BEGIN.plusSeconds(60 * 20).toEpochMilli();
        return database.number(
                "SELECT count(*) FROM analytics.alert WHERE id = ?::uuid",
                Alert.id(AlertKind.SILENCE, Subject.BACKBONE, began, epoch).toString());
    }
}
