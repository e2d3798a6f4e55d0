package org.dungeontalk.faults;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Stack;

/**
 * G2: SIGTERM to one gateway after the other behind haproxy, while players talk. The stack and the
 * players share the machine, and get time to compile first. A restarted gateway is as cold as in
 * production.
 */
final class RollingRestart implements CrowdFault {

    private static final int PLAYERS = 600;
    private static final int ROOMS = 60;
    private static final int PER_SECOND = 200;
    private static final double MOST_SECONDS = 2;
    private static final long WARM_UP_SECONDS = 40;
    private static final long BETWEEN_SECONDS = 15;

    @Override
    public Map<String, String> settings() {
        return PRODUCTION;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        try (IngressUnderTest ingress = IngressUnderTest.start(stack);
                RoamingPlayers players =
                        RoamingPlayers.gather(stack, PLAYERS, ROOMS, ingress::of)) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            for (String gateway : StackServices.GATEWAYS) {
                stack.restart(gateway);
                TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
            }
            RunReport report = players.judge();
            double gap = report.gapSeconds(99);
            return new RowResult(
                    gap <= MOST_SECONDS && report.isClean() && !report.gaps().isEmpty(),
                    "%,d reconnects of %d players, gap p50 %.2f s, p99 %.2f s; %s"
                            .formatted(
                                    report.gaps().size(),
                                    PLAYERS,
                                    report.gapSeconds(50),
                                    gap,
                                    report.counts()));
        }
    }
}
