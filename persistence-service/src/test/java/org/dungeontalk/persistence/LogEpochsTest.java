package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.persistence.log.TopicId;
import org.dungeontalk.persistence.store.LogEpochs;
import org.junit.jupiter.api.Test;

/** The numbers of log epochs. */
@QuarkusTest
@WithTestResource(Backbone.class)
class LogEpochsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject LogEpochs epochs;

    @Test
    void aLogThatManyEnterAtOnceGetsOneNumberAndTheNextLogTheNext() {
        int number = enterAtOnce(newTopic());
        for (int round = 1; round <= 40; round++) {
            assertEquals(number + round, enterAtOnce(newTopic()));
        }
    }

    private int enterAtOnce(TopicId topic) {
        List<Integer> numbers =
                Uni.join()
                        .all(Collections.nCopies(4, epochs.enter(topic)))
                        .andFailFast()
                        .await()
                        .atMost(LIMIT);
        assertEquals(Collections.nCopies(4, numbers.get(0)), numbers);
        return numbers.get(0);
    }

    private static TopicId newTopic() {
        UUID id = UUID.randomUUID();
        return new TopicId(id.getMostSignificantBits(), id.toString());
    }
}
