package org.dungeontalk.faults;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.regions.Regions;
import org.dungeontalk.local.stack.Stack;

/**
 * R3: players of the same rooms in two regions. The mirror is killed several times while all talk.
 * Then every process of one region is killed with it, and started again after the players of the
 * other region have gone on.
 */
final class RegionLost implements RegionsFault {

    private static final int PLAYERS = 60;
    private static final int ROOMS = 12;
    private static final int PER_SECOND = 40;
    private static final int MIRROR_KILLS = 3;
    private static final int SECONDS_AWAY = 20;
    private static final List<String> SERVICES = List.of("gateway-1", "persistence", "analytics");

    @Override
    public RowResult run(Regions regions) throws Exception {
        try (PlayersOfRegions players = PlayersOfRegions.gather(regions, PLAYERS, ROOMS)) {
            players.talk(PER_SECOND);
            for (int i = 0; i < MIRROR_KILLS; i++) {
                TimeUnit.SECONDS.sleep(3);
                regions.mirror().kill();
                regions.mirror().start();
                regions.mirror().awaitReady();
            }
            TimeUnit.SECONDS.sleep(3);
            loseAndBringBack(regions);
            TimeUnit.SECONDS.sleep(5);
            PlayersOfRegions.Outcome outcome = players.judge();
            return new RowResult(
                    outcome.isClean(),
                    "a region away for %d s, the mirror killed %d times; %s"
                            .formatted(SECONDS_AWAY, MIRROR_KILLS + 1, outcome.counts()));
        }
    }

    private static void loseAndBringBack(Regions regions) throws InterruptedException {
        Stack lost = regions.region(Regions.NAMES.get(1));
        regions.mirror().kill();
        lost.kafka().killBroker(0);
        lost.postgres().stopImmediately();
        SERVICES.forEach(name -> lost.service(name).kill());
        TimeUnit.SECONDS.sleep(SECONDS_AWAY);
        lost.restart("postgres");
        lost.restart("kafka-0");
        SERVICES.forEach(lost::restart);
        regions.mirror().start();
        regions.mirror().awaitReady();
    }
}
