package org.dungeontalk.gateway.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

class WriteProgressTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final WriteProgress progress = new WriteProgress();

    @Test
    void presenceThatIsWrittenDoesNotHideThatNoMessageIs() {
        progress.messages().begun();
        await().atMost(TIMEOUT)
                .until(
                        () -> {
                            written(progress.presence(), null);
                            return progress.stalled();
                        });
        progress.messages().ended(null);
        assertFalse(progress.stalled());
    }

    @Test
    void messagesThatAreConfirmedCountForMoreThanPresenceThatIsNot() {
        progress.presence().begun();
        await().atMost(TIMEOUT)
                .until(
                        () -> {
                            written(progress.messages(), null);
                            return progress.presence().stalled();
                        });
        assertFalse(progress.stalled());
        await().atMost(TIMEOUT).until(progress::stalled);
    }

    @Test
    void aPartitionThatTakesNothingWhileOthersDoIsNamedOnceAndLeavesTheGatewayReady() {
        try (LogLines lines = LogLines.start()) {
            written(progress.messages(), null);
            for (int i = 0; i < 3; i++) {
                written(progress.messages(), new TimeoutException("game-messages-3"));
                written(progress.messages(), null);
                progress.logChange();
            }
            assertFalse(progress.stalled());
            assertEquals(1, lines.about("some messages and others not"), lines.toString());
            assertEquals(1, lines.about("game-messages-3"), lines.toString());
        }
    }

    private static void written(TopicWrites writes, Exception failure) {
        writes.begun();
        writes.ended(failure);
    }
}
