package org.dungeontalk.faults;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Stack;

/**
 * Z10: the disk that takes the gateways' logs is full for a while. Both gateways stop and start
 * again while it is, so they want to say a lot. When the disk has room again, a gateway that
 * started without any must write its log.
 */
final class LogDiskFull implements CrowdFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int MEBIBYTES = 16;
    private static final int QUIET_SECONDS = 10;
    private static final int MOST_SECONDS = 10;

    /** What a gateway says when it has stopped in order. */
    private static final String LAST_WORD = "gateway-service stopped";

    @Override
    public RowResult run(Stack stack) throws Exception {
        try (SmallDisks disks = SmallDisks.mount(List.of(stack.data().logs()), MEBIBYTES)) {
            try {
                return run(stack, disks);
            } finally {
                // Its log is open as long as a gateway runs.
                StackServices.GATEWAYS.forEach(name -> stack.service(name).stop());
            }
        }
    }

    private static RowResult run(Stack stack, SmallDisks disks) throws Exception {
        StackServices.GATEWAYS.forEach(stack::restart);
        List<GatewayWatch> gateways = GatewayWatch.both(stack);
        try (IngressUnderTest ingress = IngressUnderTest.start(stack);
                RoamingPlayers players =
                        RoamingPlayers.gather(stack, PLAYERS, ROOMS, ingress::of)) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            disks.fill(0);
            for (String name : StackServices.GATEWAYS) {
                stack.restart(name);
                TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            }
            // The last block of a file has some room on a full disk too.
            long saidBefore = lastWords(gateways);
            disks.free(0);
            stack.restart(StackServices.GATEWAYS.get(0));
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            long said = lastWords(gateways) - saidBefore;
            RunEnd end = RunEnd.of(stack, players);
            double longest = end.report().longestWaitSeconds();
            return new RowResult(
                    end.isClean() && said == 1 && longest <= MOST_SECONDS,
                    "two gateways stopped and started without room for their logs; with room again the first one %s; %d reconnects, longest wait for a receipt %.1f s; %s"
                            .formatted(
                                    said == 1 ? "wrote its log" : "wrote no log",
                                    end.report().gaps().size(),
                                    longest,
                                    end.text()));
        }
    }

    private static long lastWords(List<GatewayWatch> gateways) throws Exception {
        long said = 0;
        for (GatewayWatch gateway : gateways) {
            said += gateway.said(LAST_WORD);
        }
        return said;
    }
}
