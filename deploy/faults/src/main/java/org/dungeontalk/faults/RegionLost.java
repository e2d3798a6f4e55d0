package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.RegionsChecker;
import org.dungeontalk.faults.check.Verdict;
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
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final List<String> SERVICES = List.of("gateway-1", "persistence", "analytics");

    private final History history = new History();
    private final Map<String, RoamingPlayers> players = new LinkedHashMap<>();

    @Override
    public RowResult run(Regions regions) throws Exception {
        try {
            for (String name : Regions.NAMES) {
                players.put(name, gather(name, regions.region(name)));
            }
            players.values().forEach(those -> those.talk(PER_SECOND));
            for (int i = 0; i < MIRROR_KILLS; i++) {
                TimeUnit.SECONDS.sleep(3);
                regions.mirror().kill();
                regions.mirror().start();
                regions.mirror().awaitReady();
            }
            TimeUnit.SECONDS.sleep(3);
            loseAndBringBack(regions);
            TimeUnit.SECONDS.sleep(5);
            return judge();
        } finally {
            players.values().forEach(RoamingPlayers::close);
        }
    }

    private RoamingPlayers gather(String region, Stack stack)
            throws IOException, InterruptedException {
        URI gateway = new GatewayWatch(stack, "gateway-1").address();
        return RoamingPlayers.gather(
                stack, history, region, region + "-player-", PLAYERS, ROOMS, room -> gateway);
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

    private RowResult judge() throws Exception {
        for (RoamingPlayers those : players.values()) {
            those.fallSilent();
        }
        int receipts = players.values().stream().mapToInt(RoamingPlayers::receipts).sum();
        for (RoamingPlayers those : players.values()) {
            those.comeToRest(receipts, LIMIT);
        }
        RegionsChecker checker = new RegionsChecker(history);
        return result(receipts, checker.check().values(), checker.moved().size());
    }

    private RowResult result(int receipts, Collection<Verdict> verdicts, int moved) {
        RunReport report =
                new RunReport(
                        receipts,
                        verdicts.stream().reduce(Verdict.CLEAN, Verdict::and),
                        players.values().stream()
                                .flatMap(those -> those.troubles().stream())
                                .toList(),
                        Timings.of(
                                players.values().stream()
                                        .flatMap(those -> those.timings().stream())
                                        .toList()));
        return new RowResult(
                report.isClean() && moved == 0,
                "a region away for %d s, the mirror killed %d times; in both regions together moved %d, %s"
                        .formatted(SECONDS_AWAY, MIRROR_KILLS + 1, moved, report.counts()));
    }
}
