package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.Checker;
import org.dungeontalk.faults.check.PlayerStream;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.RegionsChecker;
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
            return judge(regions);
        } finally {
            players.values().forEach(RoamingPlayers::close);
        }
    }

    private static RoamingPlayers gather(String region, Stack stack)
            throws IOException, InterruptedException {
        URI gateway = new GatewayWatch(stack, "gateway-1").address();
        return RoamingPlayers.gather(stack, region + "-player-", PLAYERS, ROOMS, room -> gateway);
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

    private RowResult judge(Regions regions) throws Exception {
        for (RoamingPlayers those : players.values()) {
            those.fallSilent();
        }
        Map<String, List<PlayerStream>> playerStreams = new LinkedHashMap<>();
        players.forEach((region, those) -> playerStreams.put(region, those.playerStreams()));
        int receipts =
                playerStreams.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(playerStream -> playerStream.receipts().size())
                        .sum();
        Map<String, Map<String, List<String>>> stored = new LinkedHashMap<>();
        for (String region : Regions.NAMES) {
            Stack stack = regions.region(region);
            Records records = new Records(stack.describe(), stack.data().secret());
            RoamingPlayers those = players.get(region);
            those.await(
                    region + " has stored all messages", LIMIT, () -> rows(records) >= receipts);
            those.awaitRead();
            stored.put(region, records.storedByRoom());
        }
        players.forEach((region, those) -> playerStreams.put(region, those.playerStreams()));
        RegionsChecker checker = new RegionsChecker(playerStreams, stored);
        return result(receipts, checker.check(), checker.moved().size());
    }

    private RowResult result(int receipts, Map<String, Checker.Verdict> verdicts, int moved) {
        List<String> troubles = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        List<Long> waits = new ArrayList<>();
        List<Long> delays = new ArrayList<>();
        for (RoamingPlayers those : players.values()) {
            troubles.addAll(those.troubles());
            gaps.addAll(those.gaps());
            waits.addAll(those.waits());
            delays.addAll(those.delays());
        }
        RunReport report =
                new RunReport(
                        receipts,
                        verdicts,
                        troubles,
                        gaps.stream().sorted().toList(),
                        waits.stream().sorted().toList(),
                        delays.stream().sorted().toList());
        return new RowResult(
                report.isClean() && moved == 0,
                "a region away for %d s, the mirror killed %d times; in both regions together %s; moved %d"
                        .formatted(SECONDS_AWAY, MIRROR_KILLS + 1, report.counts(), moved));
    }

    private static int rows(Records records) {
        try {
            return records.rows();
        } catch (SQLException e) {
            return 0;
        }
    }
}
