package org.dungeontalk.systemtests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.RegionsChecker;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.local.regions.Regions;
import org.dungeontalk.local.stack.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoRegionsIT {

    private static final String HERE = Regions.NAMES.get(0);
    private static final String THERE = Regions.NAMES.get(1);
    private static final int ROOMS = 2;
    private static final int PLAYERS_PER_ROOM = 3;
    private static final int MESSAGES_EACH = 20;
    private static final int PART = ROOMS * PLAYERS_PER_ROOM * MESSAGES_EACH;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path directory;

    @Test
    void aRoomInTwoRegionsIsWholeInBothAlsoAfterOneWasLost() throws Exception {
        try (Regions regions = WholeStack.regions(directory);
                TwoCrowds players = TwoCrowds.gather(regions, ROOMS, PLAYERS_PER_ROOM)) {
            CompletableFuture.allOf(
                            players.talk(HERE, MESSAGES_EACH), players.talk(THERE, MESSAGES_EACH))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            await().atMost(LIMIT).until(() -> players.allRead(HERE) && players.allRead(THERE));

            Stack lost = regions.region(THERE);
            CompletableFuture<Void> here = players.talk(HERE, MESSAGES_EACH);
            CompletableFuture<Void> there = players.talk(THERE, MESSAGES_EACH);
            regions.mirror().kill();
            lost.kafka().killBroker(0);
            here.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(2 * PART, players.receipts(HERE));
            lost.kafka().startBroker(0);
            regions.mirror().start();
            there.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertEquals(4 * PART, players.receipts());
            for (String region : Regions.NAMES) {
                await().atMost(LIMIT)
                        .until(() -> players.allRead(region) && players.allStored(region));
                assertEquals(4 * PART, players.counted(region));
            }
            RegionsChecker checker = players.checker();
            checker.check()
                    .forEach((region, verdict) -> assertTrue(verdict.isClean(), region + verdict));
            assertEquals(Set.of(), checker.moved());
            assertEquals(List.of(), players.refused());
        }
    }
}
