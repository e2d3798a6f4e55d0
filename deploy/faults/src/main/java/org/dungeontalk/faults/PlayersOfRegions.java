package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.RegionsChecker;
import org.dungeontalk.faults.check.Verdict;
import org.dungeontalk.faults.player.Timings;
import org.dungeontalk.local.regions.Regions;

/**
 * As many roaming players in each region, in the same rooms. The checker judges them in the end.
 */
final class PlayersOfRegions implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(180);

    private final History history = new History();
    private final Map<String, RoamingPlayers> players = new LinkedHashMap<>();

    private PlayersOfRegions() {}

    /**
     * The outcome of their messages.
     *
     * @param report of all regions together
     * @param moved how many messages of one region have another order in the other
     */
    record Outcome(RunReport report, int moved) {

        boolean isClean() {
            return report.isClean() && moved == 0;
        }

        String counts() {
            return "in both regions together moved %d, %s".formatted(moved, report.counts());
        }
    }

    /** Connects this many players to each region, and returns when all have joined their rooms. */
    static PlayersOfRegions gather(Regions regions, int perRegion, int rooms)
            throws IOException, InterruptedException {
        PlayersOfRegions all = new PlayersOfRegions();
        try {
            for (String name : Regions.NAMES) {
                URI gateway = new GatewayWatch(regions.region(name), "gateway-1").address();
                all.players.put(
                        name,
                        RoamingPlayers.gather(
                                regions.region(name),
                                all.history,
                                Crowd.of(perRegion, rooms).in(name),
                                (player, room) -> gateway));
            }
            return all;
        } catch (IOException | InterruptedException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** Starts the talk at this rate in each region. */
    void talk(int perSecond) {
        players.values().forEach(those -> those.talk(perSecond));
    }

    /** See {@link RoamingPlayers#takeLongestStall}. */
    double takeLongestStall() {
        return players.values().stream()
                .mapToDouble(RoamingPlayers::takeLongestStall)
                .max()
                .orElse(0);
    }

    /** Stops the talk, waits until all regions have come to rest, and judges. */
    Outcome judge() throws Exception {
        for (RoamingPlayers those : players.values()) {
            those.fallSilent();
        }
        int receipts = players.values().stream().mapToInt(RoamingPlayers::receipts).sum();
        for (RoamingPlayers those : players.values()) {
            those.comeToRest(receipts, LIMIT);
        }
        RegionsChecker checker = new RegionsChecker(history);
        RunReport report =
                new RunReport(
                        receipts,
                        checker.check().values().stream().reduce(Verdict.CLEAN, Verdict::and),
                        players.values().stream()
                                .flatMap(those -> those.troubles().stream())
                                .toList(),
                        Timings.of(
                                players.values().stream()
                                        .flatMap(those -> those.timings().stream())
                                        .toList()));
        return new Outcome(report, checker.moved().size());
    }

    @Override
    public void close() {
        players.values().forEach(RoamingPlayers::close);
    }
}
