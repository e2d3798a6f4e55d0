package org.dungeontalk.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dungeontalk.local.stack.AnotherInstance;
import org.dungeontalk.local.stack.Stack;

/**
 * Z1: a gateway, persistence and analytics are stopped for a minute in turn (SIGSTOP), and then go
 * on with what they were doing. Meanwhile all others take them for dead: players go to the second
 * gateway, and second instances of both consumers take over their partitions. Each room also has a
 * player on the stopped gateway who only reads and waits.
 */
final class Zombies implements CrowdFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int TALKERS = PLAYERS - ROOMS;
    private static final int PER_SECOND = 100;
    private static final int STOPPED_SECONDS = 60;
    private static final int QUIET_SECONDS = 10;

    @Override
    public int brokers() {
        return 3;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch first = new GatewayWatch(stack, "gateway-1");
        GatewayWatch second = new GatewayWatch(stack, "gateway-2");
        List<Long> processes = BrokersLost.services(stack);
        AtomicBoolean stopped = new AtomicBoolean();
        try (AnotherInstance persistence = AnotherInstance.second(stack, "persistence");
                AnotherInstance analytics = AnotherInstance.second(stack, "analytics");
                RoamingPlayers players =
                        RoamingPlayers.gather(
                                stack,
                                Crowd.of(PLAYERS, ROOMS),
                                (player, room) ->
                                        stopped.get() || !isOnFirst(player)
                                                ? second.address()
                                                : first.address())) {
            players.talk(PER_SECOND, TALKERS);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            List<String> stalls = new ArrayList<>();
            for (String name : List.of("gateway-1", "persistence", "analytics")) {
                players.takeLongestStall();
                stopped.set(name.startsWith("gateway"));
                Signals.stop(stack.describe().process(name).orElseThrow().pid(), STOPPED_SECONDS);
                stopped.set(false);
                TimeUnit.SECONDS.sleep(QUIET_SECONDS);
                stalls.add("%s %.1f s".formatted(name, players.takeLongestStall()));
            }
            RunReport report = players.judge();
            int wrong = ShownRooms.awaitRight(List.of(first, second), ROOMS, PLAYERS / ROOMS);
            boolean survived =
                    BrokersLost.services(stack).equals(processes)
                            && persistence.describe().isPresent()
                            && analytics.describe().isPresent();
            return new RowResult(
                    report.isClean() && wrong == 0 && survived && !report.gaps().isEmpty(),
                    "each stopped for %d s; longest wait %s; %d reconnects, %s, presence wrong in %d rooms; %s"
                            .formatted(
                                    STOPPED_SECONDS,
                                    String.join(", ", stalls),
                                    report.gaps().size(),
                                    survived ? "no restart" : "a service ended",
                                    wrong,
                                    report.counts()));
        }
    }

    /** Half of each room's talkers, and all who only read. */
    private static boolean isOnFirst(int player) {
        return player / ROOMS % 2 == 1;
    }
}
