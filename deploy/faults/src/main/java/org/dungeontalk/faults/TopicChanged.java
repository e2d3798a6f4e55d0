package org.dungeontalk.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.local.stack.Stack;

/**
 * Z2: under running services, the log gets more partitions, which nobody may notice. Then it is
 * deleted and created again when everything in it is stored and counted. Players talk on at once.
 * All of them must be told within a minute that their cursors belong to another log, and everything
 * that gets a receipt from then on must be delivered, stored and counted.
 */
final class TopicChanged implements CrowdFault {

    private static final String TOPIC = "game-messages";
    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int PARTITIONS = 40;
    private static final int QUIET_SECONDS = 20;
    private static final double MOST_STALL_SECONDS = 2;
    private static final Duration TOLD_LIMIT = Duration.ofSeconds(60);

    @Override
    public int brokers() {
        return 3;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        List<GatewayWatch> gateways = GatewayWatch.both(stack);
        List<Long> processes = BrokersLost.services(stack);
        History history = new History();
        try (RoamingPlayers players =
                RoamingPlayers.gather(
                        stack,
                        history,
                        Crowd.of(PLAYERS, ROOMS),
                        (player, room) -> gateways.get(player / ROOMS % 2).address())) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            players.takeLongestStall();
            stack.kafka().addPartitions(TOPIC, PARTITIONS);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            double stall = players.takeLongestStall();
            int noticed = players.reconnects();
            players.pause();
            history.logIsCut();
            long began = System.nanoTime();
            stack.recreateLog();
            players.talk(PER_SECOND);
            players.await(
                    "all players are told of the new log",
                    TOLD_LIMIT,
                    () -> players.toldOfGap() == PLAYERS && players.allJoined());
            double told = (System.nanoTime() - began) / 1e9;
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            RunReport report = players.judge();
            boolean sameProcesses = BrokersLost.services(stack).equals(processes);
            long said = 0;
            for (GatewayWatch gateway : gateways) {
                said += gateway.said("created again");
            }
            return new RowResult(
                    report.verdict().isClean()
                            && report.troubles().size() == PLAYERS
                            && noticed == 0
                            && stall <= MOST_STALL_SECONDS
                            && sameProcesses,
                    "%d partitions: %d reconnects, longest wait %.1f s; the log anew: all told after %.1f s, longest wait %.1f s, said by %d lines of the gateways, %s; %s"
                            .formatted(
                                    PARTITIONS,
                                    noticed,
                                    stall,
                                    told,
                                    players.takeLongestStall(),
                                    said,
                                    sameProcesses ? "no restart" : "a service restarted",
                                    report.counts()));
        }
    }
}
