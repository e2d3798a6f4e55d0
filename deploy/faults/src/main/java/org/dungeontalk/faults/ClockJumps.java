package org.dungeontalk.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.faults.player.Timings;
import org.dungeontalk.local.stack.Stack;

/**
 * Z8: the wall clock of the services' machine jumps 40 minutes ahead, back, 40 minutes behind, and
 * is right again, while 300 players talk. The services follow within ten seconds, one after the
 * other; the brokers have the right time. Nobody may be disconnected by it. Then the machine is
 * suspended: all services are stopped for 90 s (SIGSTOP), and go on at once. All players must be
 * back soon.
 */
final class ClockJumps implements OwnStackFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 10;
    private static final int JUMPED_SECONDS = 25;
    private static final Duration JUMP = Duration.ofMinutes(40);
    private static final int SUSPENDED_SECONDS = 90;
    private static final Duration TOKENS = Duration.ofHours(4);

    /**
     * A message may wait for a new id, whose time the gateway accepts, but not for anything else.
     */
    private static final double MOST_SECONDS_OF_JUMP = 5;

    private static final double MOST_SECONDS_AFTER = 30;

    @Override
    public RowResult run(Path data) throws Exception {
        Path clock = Files.createDirectory(data.resolve("clock")).resolve("faketime");
        FakeTime.set(clock, Duration.ZERO);
        try (Stack stack =
                WholeStack.start(data.resolve("stack"), 2, 3, false, FakeTime.settings(clock))) {
            return run(stack, clock);
        }
    }

    private static RowResult run(Stack stack, Path clock) throws Exception {
        List<GatewayWatch> gateways = GatewayWatch.both(stack);
        List<Long> processes = BrokersLost.services(stack);
        try (RoamingPlayers players =
                RoamingPlayers.gather(stack, Crowd.of(PLAYERS, ROOMS).withTokens(TOKENS, TOKENS))) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            players.takeLongestStall();
            List<Double> stalls = new ArrayList<>();
            for (Duration ahead : List.of(JUMP, Duration.ZERO, JUMP.negated(), Duration.ZERO)) {
                FakeTime.set(clock, ahead);
                TimeUnit.SECONDS.sleep(JUMPED_SECONDS);
                stalls.add(players.takeLongestStall());
            }
            double jump = stalls.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            int reconnects = Timings.of(players.timings()).gaps().size();
            int wrongByJumps = ShownRooms.awaitRight(gateways, ROOMS, PLAYERS / ROOMS);
            players.takeLongestStall();
            Signals.stop(processes, SUSPENDED_SECONDS);
            long began = System.nanoTime();
            players.await("all players are back", Duration.ofMinutes(2), players::allJoined);
            double back = (System.nanoTime() - began) / 1e9;
            TimeUnit.SECONDS.sleep(2 * QUIET_SECONDS);
            double after = players.takeLongestStall() - SUSPENDED_SECONDS;
            int wrong = ShownRooms.awaitRight(gateways, ROOMS, PLAYERS / ROOMS);
            RunEnd end = RunEnd.of(stack, players);
            boolean sameProcesses = BrokersLost.services(stack).equals(processes);
            return new RowResult(
                    end.isClean()
                            && reconnects == 0
                            && wrongByJumps == 0
                            && wrong == 0
                            && jump <= MOST_SECONDS_OF_JUMP
                            && Math.max(back, after) <= MOST_SECONDS_AFTER
                            && sameProcesses,
                    "clock ±%d min: %d reconnects, longest wait %.1f s, presence wrong in %d rooms; all services stopped for %d s: all players back %.1f s after it, longest wait %.1f s after it, presence wrong in %d rooms; %s; %s"
                            .formatted(
                                    JUMP.toMinutes(),
                                    reconnects,
                                    jump,
                                    wrongByJumps,
                                    SUSPENDED_SECONDS,
                                    back,
                                    Math.max(0, after),
                                    wrong,
                                    sameProcesses ? "no restart" : "a service restarted",
                                    end.text()));
        }
    }
}
