package org.dungeontalk.systemtests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.Verdict;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.local.stack.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FortyPlayersIT {

    private static final int ROOMS = 4;
    private static final int PLAYERS_PER_ROOM = 10;
    private static final int MESSAGES_EACH = 50;
    private static final int PAIRS = 24;
    private static final int MESSAGES = ROOMS * PLAYERS_PER_ROOM * MESSAGES_EACH;

    @TempDir Path directory;

    @Test
    void everyMemberReadsEveryMessageOnceInTheStoredOrderAlsoAfterPartitionsWereAdded()
            throws Exception {
        List<String> secrets = new ArrayList<>();
        StackLogs logs;
        try (Stack stack = WholeStack.start(directory, 2)) {
            logs = StackLogs.of(stack);
            secrets.addAll(everyMemberReadsEveryMessage(stack));
            stack.kafka().addPartitions("game-messages", 40);
            assertTrue(stack.restart("gateway-1"));
            secrets.addAll(bothGatewaysReadWhatIsSaidAtTheOther(stack));
        }
        assertEquals(List.of(), logs.linesWith(secrets));
    }

    /** Returns what no log may hold. */
    private static List<String> everyMemberReadsEveryMessage(Stack stack) throws Exception {
        try (Crowd crowd =
                Crowd.gather(stack.describe(), stack.data().secret(), ROOMS, PLAYERS_PER_ROOM)) {
            crowd.talk(MESSAGES_EACH).get(5, TimeUnit.MINUTES);
            assertEquals(MESSAGES, crowd.receipts());
            crowd.members().forEach(member -> assertEquals(List.of(), member.refused()));

            Records records = new Records(stack.describe(), stack.data().secret());
            await().atMost(Duration.ofMinutes(2))
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
            return crowd.secrets();
        }
    }

    /**
     * One gateway has started with 40 partitions, the other goes on with the 30 it knew. Returns
     * what no log may hold.
     */
    private static List<String> bothGatewaysReadWhatIsSaidAtTheOther(Stack stack) throws Exception {
        try (Crowd crowd =
                Crowd.gather(
                        stack.describe(),
                        stack.data().secret(),
                        new History(),
                        History.ONLY_REGION,
                        "later",
                        PAIRS,
                        2)) {
            crowd.talk(1).get(2, TimeUnit.MINUTES);
            assertEquals(2 * PAIRS, crowd.receipts());
            await().atMost(Duration.ofMinutes(1)).until(crowd::allRead);
            for (Member member : crowd.members()) {
                List<String> said =
                        crowd.members().stream()
                                .filter(other -> other.room().equals(member.room()))
                                .flatMap(other -> other.sent().stream())
                                .sorted()
                                .toList();
                assertEquals(said, member.read().stream().sorted().toList());
            }
            Records records = new Records(stack.describe(), stack.data().secret());
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> records.rows() == MESSAGES + 2 * PAIRS);
            return crowd.secrets();
        }
    }
}
