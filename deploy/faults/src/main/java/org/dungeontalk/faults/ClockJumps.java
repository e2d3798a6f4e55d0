package org.dungeontalk.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.Stack;

/**
 * Z8: the wall clock of the services' machine jumps 40 minutes ahead, back, 40 minutes behind, and
 * is right again, while 300 players talk. The services follow within ten seconds, one after the
 * other; the brokers have the right time. Nobody may notice a clock that is set ahead. One that is
 * set back stops Kafka's clients, so each service must say that it is not live, and a restart must
 * help. Then the machine is suspended: all services are stopped for 90 s (SIGSTOP), and go on at
 * once. All players must be back soon.
 */
final class ClockJumps implements OwnStackFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int JUMPED_SECONDS = 25;
    private static final Duration JUMP = Duration.ofMinutes(40);
    private static final int SUSPENDED_SECONDS = 90;
    private static final Duration TOKENS = Duration.ofHours(4);

    /**
     * A message may wait for a new id, whose time the gateway accepts, but not for anything else.
     */
    private static final double MOST_SECONDS_AHEAD = 5;

    private static final Duration RESTART_LIMIT = Duration.ofSeconds(90);
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
        try (RoamingPlayers players =
                RoamingPlayers.gather(stack, Crowd.of(PLAYERS, ROOMS).withTokens(TOKENS, TOKENS))) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            players.takeLongestStall();
            Jumps jumps = jump(stack, clock, players);
            int wrongByJumps = ShownRooms.awaitRight(gateways, ROOMS, PLAYERS / ROOMS);
            players.takeLongestStall();
            Signals.stop(BrokersLost.services(stack), SUSPENDED_SECONDS);
            long began = System.nanoTime();
            players.await("all players are back", Duration.ofMinutes(2), players::allJoined);
            double back = (System.nanoTime() - began) / 1e9;
            TimeUnit.SECONDS.sleep(2 * QUIET_SECONDS);
            double after = players.takeLongestStall() - SUSPENDED_SECONDS;
            int wrong = ShownRooms.awaitRight(gateways, ROOMS, PLAYERS / ROOMS);
            RunEnd end = RunEnd.of(stack, players);
            return new RowResult(
                    end.isClean()
                            && jumps.held()
                            && wrongByJumps == 0
                            && wrong == 0
                            && Math.max(back, after) <= MOST_SECONDS_AFTER,
                    "clock ±%d min: %s, presence wrong in %d rooms; all services stopped for %d s: all players back %.1f s after it, longest wait %.1f s after it, presence wrong in %d rooms; %s"
                            .formatted(
                                    JUMP.toMinutes(),
                                    jumps.text(),
                                    wrongByJumps,
                                    SUSPENDED_SECONDS,
                                    back,
                                    Math.max(0, after),
                                    wrong,
                                    end.text()));
        }
    }

    /**
     * What the jumps did.
     *
     * @param ahead the longest wait in seconds after the clock was set ahead
     * @param reconnects then
     * @param back the longest wait in seconds after it was set back
     * @param restarts whether each service was restarted each time that it was set back, and else
     *     never
     */
    private record Jumps(double ahead, int reconnects, double back, boolean restarts) {

        boolean held() {
            return ahead <= MOST_SECONDS_AHEAD && reconnects == 0 && restarts;
        }

        String text() {
            return "ahead: longest wait %.1f s, %d reconnects; back: %s, longest wait %.1f s"
                    .formatted(
                            ahead,
                            reconnects,
                            restarts ? "each service restarted" : "not each service restarted",
                            back);
        }
    }

    private static Jumps jump(Stack stack, Path clock, RoamingPlayers players) throws Exception {
        double ahead = 0;
        int reconnects = 0;
        double back = 0;
        boolean restarts = true;
        int setBack = 0;
        try (LivenessRestarts kubernetes = LivenessRestarts.of(stack, StackServices.ALL)) {
            Duration before = Duration.ZERO;
            for (Duration now : List.of(JUMP, Duration.ZERO, JUMP.negated(), Duration.ZERO)) {
                int gaps = players.reconnects();
                FakeTime.set(clock, now);
                if (now.compareTo(before) < 0) {
                    int times = ++setBack;
                    restarts &= Await.until(RESTART_LIMIT, PAUSE, () -> kubernetes.were(times));
                    TimeUnit.SECONDS.sleep(QUIET_SECONDS);
                    back = Math.max(back, players.takeLongestStall());
                } else {
                    TimeUnit.SECONDS.sleep(JUMPED_SECONDS);
                    ahead = Math.max(ahead, players.takeLongestStall());
                    reconnects += players.reconnects() - gaps;
                }
                before = now;
            }
            restarts &= kubernetes.count() == setBack * StackServices.ALL.size();
        }
        return new Jumps(ahead, reconnects, back, restarts);
    }
}
