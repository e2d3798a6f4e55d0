package org.dungeontalk.faults;

import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.regions.Regions;

/**
 * Z7: the mirror of two regions is killed while it writes, several times, and stays away for longer
 * than Kafka waits for its open transactions. Readers must not wait longer than that. In the end it
 * is stopped for a minute and goes on (Z1 for the mirror), when Kafka has long ended what it had
 * begun.
 */
final class MirrorStopped implements RegionsFault {

    private static final int PLAYERS = 60;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int KILLS = 6;
    private static final int AWAY_SECONDS = 14;
    private static final int STOPPED_SECONDS = 60;
    private static final int QUIET_SECONDS = 5;

    /** Ten seconds of a mirror's transaction, and one until Kafka looks. */
    private static final double MOST_SECONDS = 11;

    /** A longer wait than any other of this row. */
    private static final double HELD_SECONDS = 4;

    @Override
    public RowResult run(Regions regions) throws Exception {
        try (PlayersOfRegions players = PlayersOfRegions.gather(regions, PLAYERS, ROOMS)) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            double longest = 0;
            int held = 0;
            for (int i = 0; i < KILLS; i++) {
                players.takeLongestStall();
                regions.mirror().kill();
                TimeUnit.SECONDS.sleep(AWAY_SECONDS);
                double stall = players.takeLongestStall();
                longest = Math.max(longest, stall);
                held += stall > HELD_SECONDS ? 1 : 0;
                regions.mirror().start();
                regions.mirror().awaitReady();
                TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            }
            players.takeLongestStall();
            Signals.stop(regions.mirror().pid(), STOPPED_SECONDS);
            double stopped = players.takeLongestStall();
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            PlayersOfRegions.Outcome outcome = players.judge();
            return new RowResult(
                    outcome.isClean()
                            && held > 0
                            && longest <= MOST_SECONDS
                            && stopped <= MOST_SECONDS,
                    "the mirror killed %d times for %d s, %d times with a transaction open: longest wait %.1f s; stopped for %d s: %.1f s; %s"
                            .formatted(
                                    KILLS,
                                    AWAY_SECONDS,
                                    held,
                                    longest,
                                    STOPPED_SECONDS,
                                    stopped,
                                    outcome.counts()));
        }
    }
}
