package org.dungeontalk.faults.search;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.player.Player;
import org.dungeontalk.faults.player.Tally;

/**
 * What the players of a crowd do: of a thousand acts, most are messages, and some are whispers,
 * repeated messages, lost connections, and departures. Who has left comes back when some others
 * have left too. One thread; the choices follow from the seed, but whether a player is free to act
 * does not.
 */
final class MixedLoad implements AutoCloseable {

    private static final int ACTS = 1_000;
    private static final int WHISPERS = 80;
    private static final int REPEATS = WHISPERS + 30;
    private static final int DROPS = REPEATS + 8;
    private static final int LEAVES = DROPS + 5;
    private static final int AWAY_AT_ONCE = 5;
    private static final int TRIES = 10;

    private final Crowd crowd;
    private final Tally tally;
    private final SplittableRandom random;
    private final Deque<Player> away = new ArrayDeque<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    MixedLoad(Crowd crowd, Tally tally, long seed) {
        this.crowd = crowd;
        this.tally = tally;
        this.random = new SplittableRandom(seed);
    }

    /** Begins, with this many acts a second. */
    void begin(int perSecond) {
        tally.talkBegins();
        clock.scheduleAtFixedRate(this::act, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    /** Ends. Everybody who has left comes back, to be there for the last messages. */
    void end() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        tally.talkEnds();
        away.forEach(Player::join);
        away.clear();
    }

    private void act() {
        int act = random.nextInt(ACTS);
        Player player = any();
        if (act < WHISPERS && !player.room().ai()) {
            whisper(player);
        } else if (act >= WHISPERS && act < REPEATS) {
            player.repeat();
        } else if (act >= REPEATS && act < DROPS) {
            player.drop();
        } else if (act >= DROPS && act < LEAVES) {
            leave(player);
        } else {
            talk(player);
        }
    }

    private void talk(Player first) {
        Player player = first;
        for (int i = 0; i < TRIES && !player.talk(Optional.empty()); i++) {
            player = any();
        }
    }

    private void whisper(Player player) {
        List<Player> others = crowd.others(player).toList();
        if (!others.isEmpty()) {
            player.talk(Optional.of(others.get(random.nextInt(others.size())).name()));
        }
    }

    private void leave(Player player) {
        if (player.isWanted()) {
            player.leave();
            away.add(player);
        }
        if (away.size() > AWAY_AT_ONCE) {
            away.remove().join();
        }
    }

    private Player any() {
        List<Player> players = crowd.players();
        return players.get(random.nextInt(players.size()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
