package org.dungeontalk.faults;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;

/**
 * G5: 1,000 players in 100 rooms on two gateways behind haproxy, 500 messages a second. Every 10
 * seconds for two minutes one of the gateways is killed (kill -9) and started again.
 */
final class KilledAgainAndAgain implements CrowdFault {

    private static final int PLAYERS = 1_000;
    private static final int ROOMS = 100;
    private static final int PER_SECOND = 500;
    private static final int KILLS = 12;
    private static final long EVERY_SECONDS = 10;

    @Override
    public RowResult run(Stack stack) throws Exception {
        try (IngressUnderTest ingress = IngressUnderTest.start(stack);
                RoamingPlayers players =
                        RoamingPlayers.gather(stack, PLAYERS, ROOMS, ingress::of)) {
            players.talk(PER_SECOND);
            for (int kill = 0; kill < KILLS; kill++) {
                TimeUnit.SECONDS.sleep(EVERY_SECONDS);
                String gateway = "gateway-" + (1 + kill % 2);
                stack.service(gateway).kill();
                CompletableFuture.runAsync(() -> restart(stack, gateway));
            }
            TimeUnit.SECONDS.sleep(EVERY_SECONDS);
            RunReport report = players.judge();
            return new RowResult(
                    report.isClean(),
                    "%d kills, %,d reconnects, gap p50 %.1f s, p99 %.1f s; %s"
                            .formatted(
                                    KILLS,
                                    report.gaps().size(),
                                    report.gapSeconds(50),
                                    report.gapSeconds(99),
                                    report.counts()));
        }
    }

    /** On a slow machine the next kill may come before it is ready. Then the next start counts. */
    private static void restart(Stack stack, String gateway) {
        try {
            stack.restart(gateway);
        } catch (StackFailed killedAgain) {
            System.err.println(killedAgain.getMessage());
        }
    }
}
