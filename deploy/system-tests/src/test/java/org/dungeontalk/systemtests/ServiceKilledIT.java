package org.dungeontalk.systemtests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.Verdict;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.local.stack.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKilledIT {

    private static final int ROOMS = 4;
    private static final int PLAYERS_PER_ROOM = 10;
    private static final int MESSAGES_EACH = 50;
    private static final int MESSAGES = ROOMS * PLAYERS_PER_ROOM * MESSAGES_EACH;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir Path directory;

    @Test
    void rowsAndCountsAreExactAfterBothConsumersWereKilledTwice() throws Exception {
        try (Stack stack = WholeStack.start(directory, 1);
                Crowd crowd =
                        Crowd.gather(
                                stack.describe(), stack.data().secret(), ROOMS, PLAYERS_PER_ROOM)) {
            CompletableFuture<Void> talk = crowd.talk(MESSAGES_EACH);
            for (int killedAt : new int[] {MESSAGES / 5, MESSAGES / 2}) {
                await().atMost(LIMIT).until(() -> crowd.receipts() >= killedAt);
                stack.service("persistence").kill();
                stack.service("analytics").kill();
                stack.restart("persistence");
                stack.restart("analytics");
            }
            talk.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(MESSAGES, crowd.receipts());

            Records records = new Records(stack.describe(), stack.data().secret());
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    crowd.allRead()
                                            && records.rows() >= MESSAGES
                                            && records.activity().messages() >= MESSAGES);
            Verdict verdict = crowd.check(records);
            assertTrue(verdict.isClean(), verdict::toString);
            assertEquals(MESSAGES, records.rows());
            assertEquals(
                    new History.Counts(MESSAGES, ROOMS * PLAYERS_PER_ROOM), records.activity());
        }
    }
}
