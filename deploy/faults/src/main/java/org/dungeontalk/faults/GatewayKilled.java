package org.dungeontalk.faults;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dungeontalk.local.stack.Stack;

/** G1: kill -9 of a gateway with 2,000 players, next to a second one. */
final class GatewayKilled implements CrowdFault {

    private static final int PLAYERS = 2_000;
    private static final int ROOMS = 100;
    private static final int PER_SECOND = 100;
    private static final long MOST_MILLIS = 10_000;

    @Override
    public RowResult run(Stack stack) throws Exception {
        URI first = new GatewayWatch(stack, "gateway-1").address();
        URI second = new GatewayWatch(stack, "gateway-2").address();
        AtomicBoolean killed = new AtomicBoolean();
        try (RoamingPlayers players =
                RoamingPlayers.gather(
                        stack, PLAYERS, ROOMS, room -> killed.get() ? second : first)) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(5);
            killed.set(true);
            long began = System.nanoTime();
            stack.service("gateway-1").kill();
            players.await(
                    "all players notice",
                    Duration.ofSeconds(30),
                    () -> players.joined() < PLAYERS / 2);
            players.await(
                    "95 % of the players are back",
                    Duration.ofSeconds(60), () -> players.joined() >= PLAYERS * 95 / 100);
            long took = (System.nanoTime() - began) / 1_000_000;
            TimeUnit.SECONDS.sleep(5);
            RunReport report = players.judge();
            return new RowResult(
                    took <= MOST_MILLIS && report.isClean(),
                    "95 %% of %,d players back after %.1f s; %s"
                            .formatted(PLAYERS, took / 1e3, report.counts()));
        }
    }
}
