package org.dungeontalk.faults;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;

/**
 * K1 to K5, Z5: 300 players in 30 rooms on two gateways, 100 messages a second, three brokers.
 * Brokers die, hang or are away. No process of ours may restart, no player may be disconnected, and
 * receipts and messages may come at most so many seconds later than the fault itself explains. A
 * gateway may take at most 64 MiB more.
 */
final class BrokersLost implements CrowdFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 20;
    private static final long MOST_MEBIBYTES = 64;
    private static final int SHRINK_SECONDS = 10;
    private static final Duration UNREADY_LIMIT = Duration.ofSeconds(15);

    private final String text;
    private final int mostSeconds;
    private final Loss loss;

    /** What happens to the brokers. In the end all run again. */
    interface Loss {

        /**
         * @return the nanoseconds in which no broker could have acknowledged a message
         */
        long happens(Brokers brokers, Gateways gateways) throws Exception;
    }

    /** The gateways' part of the requirement, while no message can be acknowledged. */
    interface Gateways {

        void awaitUnready() throws Exception;
    }

    /**
     * @param text what happens to the brokers
     * @param mostSeconds how much later than {@code loss} explains a message may come
     */
    BrokersLost(String text, int mostSeconds, Loss loss) {
        this.text = text;
        this.mostSeconds = mostSeconds;
        this.loss = loss;
    }

    /** K1: the leader of a partition is killed, and started again after 20 s. */
    static Fault leaderKilled() {
        return new BrokersLost(
                "a leader killed for 20 s",
                10,
                (brokers, gateways) -> {
                    int leader = brokers.leader();
                    brokers.kill(leader);
                    TimeUnit.SECONDS.sleep(20);
                    brokers.start(leader);
                    return 0;
                });
    }

    /** K2: the leader of a partition hangs for 15 s. */
    static Fault leaderHangs() {
        return new BrokersLost(
                "a leader stopped for 15 s",
                15,
                (brokers, gateways) -> {
                    brokers.hang(brokers.leader(), 15);
                    return 0;
                });
    }

    /** K3: the leader of a partition is killed and started five times, whichever it then is. */
    static Fault leaderBounced() {
        return new BrokersLost(
                "the leader killed and started five times",
                10,
                (brokers, gateways) -> {
                    for (int i = 0; i < 5; i++) {
                        int leader = brokers.leader();
                        brokers.kill(leader);
                        brokers.start(leader);
                        TimeUnit.SECONDS.sleep(5);
                    }
                    return 0;
                });
    }

    /** K4: two of three brokers are away for 20 s. */
    static Fault majorityAway() {
        return new BrokersLost("two brokers away for 20 s", 15, away(2, 20));
    }

    /** K5: all brokers are away for 60 s. */
    static Fault allAway() {
        return new BrokersLost("all brokers away for 60 s", 20, away(3, 60));
    }

    /**
     * Z5: all replicas in sync die one by one, so that the last one alone has the newest messages.
     * They come back in the same order: the first ones must not go on without it.
     */
    static Fault allInTurn() {
        return new BrokersLost(
                "all replicas killed one by one",
                20,
                (brokers, gateways) -> {
                    List<Integer> all = brokers.all();
                    brokers.kill(all.get(0));
                    TimeUnit.SECONDS.sleep(SHRINK_SECONDS);
                    long began = System.nanoTime();
                    brokers.kill(all.get(1));
                    gateways.awaitUnready();
                    brokers.kill(all.get(2));
                    all.forEach(brokers::start);
                    return System.nanoTime() - began;
                });
    }

    private static Loss away(int number, int seconds) {
        return (brokers, gateways) -> {
            List<Integer> lost = brokers.all().subList(0, number);
            long began = System.nanoTime();
            lost.forEach(brokers::kill);
            gateways.awaitUnready();
            long since = System.nanoTime() - began;
            TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(seconds) - since);
            lost.forEach(brokers::start);
            return System.nanoTime() - began;
        };
    }

    @Override
    public int brokers() {
        return 3;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        List<GatewayWatch> gateways = GatewayWatch.both(stack);
        List<URI> addresses = gateways.stream().map(GatewayWatch::address).toList();
        List<Long> processes = services(stack);
        try (RoamingPlayers players =
                RoamingPlayers.gather(
                        stack,
                        PLAYERS,
                        ROOMS,
                        room -> addresses.get(Math.floorMod(System.nanoTime(), 2)))) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            long[] before = mebibytes(gateways);
            long outage = loss.happens(new Brokers(stack), () -> awaitUnready(players, gateways));
            long[] after = mebibytes(gateways);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            long grown = Math.max(after[0] - before[0], after[1] - before[1]);
            boolean sameProcesses = services(stack).equals(processes);
            return result(players.judge(), outage / 1e9, grown, sameProcesses);
        }
    }

    private RowResult result(RunReport report, double outage, long grown, boolean sameProcesses) {
        double longest = Math.max(report.longestWaitSeconds(), report.longestDelaySeconds());
        return new RowResult(
                report.isClean()
                        && longest - outage <= mostSeconds
                        && report.gaps().isEmpty()
                        && grown <= MOST_MEBIBYTES
                        && sameProcesses,
                "%s, no broker could answer for %.1f s: longest wait for a receipt %.1f s, for the message %.1f s; %d reconnects, %s, %+d MiB; %s"
                        .formatted(
                                text,
                                outage,
                                report.longestWaitSeconds(),
                                report.longestDelaySeconds(),
                                report.gaps().size(),
                                sameProcesses ? "no restart" : "a service restarted",
                                grown,
                                report.counts()));
    }

    private static long[] mebibytes(List<GatewayWatch> gateways) throws Exception {
        return new long[] {
            gateways.get(0).mebibytesInUse(), gateways.get(1).mebibytesInUse(),
        };
    }

    private static void awaitUnready(RoamingPlayers players, List<GatewayWatch> gateways)
            throws InterruptedException {
        players.await(
                "both gateways are not ready",
                UNREADY_LIMIT,
                () -> !gateways.get(0).isReady() && !gateways.get(1).isReady());
    }

    /** The process ids of the services; -1 for one that does not run. */
    static List<Long> services(Stack stack) {
        return StackServices.ALL.stream()
                .map(name -> stack.describe().process(name).map(StackFile.Started::pid).orElse(-1L))
                .toList();
    }
}
