package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The topic is deleted and created again, then gets partitions, while two instances run. */
class TopicRecreatedIT extends RunningBackbone {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Map<String, String> SETTINGS = Map.of("dungeontalk.log.lag-every", "5s");

    private final Database database = new Database(Backbone.postgres());

    @Test
    void readsTheNewTopicFromItsBeginningAndEveryPartitionThatIsAdded() {
        String brokers = Backbone.kafka().bootstrapServers();
        try (PackagedService first = new PackagedService(settingsWith(SETTINGS));
                PackagedService second = new PackagedService(settingsWith(SETTINGS))) {
            Talk talk;
            first.awaitReady();
            second.awaitReady();
            try (Log log = new Log(brokers)) {
                talk = new Talk(log, database, 20);
                talk.say(400);
                talk.awaitCommitted(LIMIT);
            }
            Backbone.kafka().deleteTopic(Backbone.LOG);
            Backbone.kafka().createTopic(Backbone.LOG, 30);
            try (Log log = new Log(brokers)) {
                talk.on(log);
                talk.say(1200);
                await().atMost(LIMIT).until(() -> first.lines("was created again") == 1);
                await().atMost(LIMIT).until(() -> second.lines("was created again") == 1);
                await().atMost(LIMIT).until(() -> ofLog(2) == 1200);
                talk.say(200);
                talk.awaitCommitted(LIMIT);
                talk.assertComplete();
                assertEquals(400, ofLog(1));
                assertEquals(1400, ofLog(2));

                second.kill();
                talk.say(200);
                talk.awaitCommitted(LIMIT);
                talk.assertComplete();
            }
            Backbone.kafka().addPartitions(Backbone.LOG, 40);
            try (Log log = new Log(brokers)) {
                talk.on(log);
                talk.say(400);
                await().atMost(LIMIT).until(() -> first.lines("has 40 partitions") == 1);
                await().atMost(LIMIT).until(() -> database.rows() == talk.lines());
                talk.awaitCommitted(LIMIT);
                assertEquals(1, first.lines("was created again"));
            }
        }
    }

    private long ofLog(int number) {
        return database.number(
                "SELECT count(*) FROM persistence.message WHERE log_epoch::text = ?",
                Integer.toString(number));
    }
}
