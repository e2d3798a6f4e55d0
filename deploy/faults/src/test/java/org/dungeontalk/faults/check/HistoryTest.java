package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final String ROOM = "room";
    private static final int PLAYERS = 8;
    private static final int MESSAGES = 5_000;

    @Test
    void keepsWhatPlayersOnManyThreadsDoInOneRoom() {
        History history = new History();
        List<PlayerHistory> players =
                IntStream.range(0, PLAYERS)
                        .mapToObj(number -> history.player("player-" + number, ROOM))
                        .toList();
        CompletableFuture.allOf(
                        players.stream()
                                .map(player -> CompletableFuture.runAsync(() -> talk(player)))
                                .toArray(CompletableFuture[]::new))
                .join();
        for (PlayerHistory player : players) {
            for (int number = 0; number < MESSAGES; number++) {
                history.stored(History.ONLY_REGION, ROOM, id(player, number));
            }
            assertEquals(MESSAGES, player.reads());
        }
        Verdict verdict = new Checker(history).check();
        assertTrue(verdict.isClean(), verdict::toString);
    }

    /** Whispers to oneself, so that nobody else must read them. */
    private static void talk(PlayerHistory player) {
        player.joined();
        for (int number = 0; number < MESSAGES; number++) {
            String id = id(player, number);
            player.whispered(id, player.name());
            player.receipt(id);
            player.read(id, Source.LIVE);
        }
    }

    private static String id(PlayerHistory player, int number) {
        return player.name() + " " + number;
    }
}
