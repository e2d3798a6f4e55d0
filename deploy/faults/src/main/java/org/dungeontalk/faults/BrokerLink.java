package org.dungeontalk.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.faults.proxy.BrokerProxies;
import org.dungeontalk.faults.proxy.Link;
import org.dungeontalk.faults.proxy.Silence;
import org.dungeontalk.faults.proxy.TcpProxy;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackPorts;

/**
 * K7: the network between all services and the leader of a partition is half-open, then cut, then
 * slow, while players talk as in K1. The brokers reach each other, so the leader stays the leader,
 * and no message for its partitions can be confirmed before the link is open again. It must be so
 * soon after that.
 *
 * <p>A client has noticed a half-open connection when it closes it. Clients that write and read
 * messages must notice within their request time limit.
 */
final class BrokerLink implements OwnStackFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 20;
    private static final double MOST_STALL_SECONDS = 15;

    /** {@code request.timeout.ms} of the gateways, and a second for their next look at it. */
    private static final double MOST_SECONDS_OF_GATEWAYS = 6;

    /** The same of the consumers. */
    private static final double MOST_SECONDS_OF_CONSUMERS = 11;

    /** The ids of the clients by which gateways write and read messages. */
    private static final Pattern GATEWAYS = Pattern.compile("gateway-(producer|log-reader)");

    /** The ids of the clients by which persistence and analytics read messages. */
    private static final Pattern CONSUMERS =
            Pattern.compile("kafka-consumer-game-messages|consumer-analytics-.*");

    private static final List<Phase> PHASES =
            List.of(
                    new Phase("half-open", Link.HALF_OPEN, 40, true),
                    new Phase("cut", Link.CUT, 40, true),
                    new Phase("slow", Link.SLOW, 30, false));

    /**
     * A time with a bad link.
     *
     * @param outage whether no message can be confirmed over it
     */
    private record Phase(String name, Link link, int seconds, boolean outage) {}

    /**
     * What a phase did.
     *
     * @param stall seconds that a message waited at most
     * @param silences how long clients waited for answers over a half-open link
     */
    private record Outcome(Phase phase, double stall, List<Silence> silences) {

        boolean held() {
            double explained = phase.outage() ? phase.seconds() : 0;
            return stall - explained <= MOST_STALL_SECONDS
                    && gateways() <= MOST_SECONDS_OF_GATEWAYS
                    && consumers() <= MOST_SECONDS_OF_CONSUMERS;
        }

        private double gateways() {
            return longest(id -> GATEWAYS.matcher(id).matches());
        }

        private double consumers() {
            return longest(id -> CONSUMERS.matcher(id).matches());
        }

        /** A client that has nothing to ask does not look at its connections. */
        private double others() {
            return longest(
                    id -> !GATEWAYS.matcher(id).matches() && !CONSUMERS.matcher(id).matches());
        }

        private double longest(Predicate<String> clientId) {
            return silences.stream()
                            .filter(one -> clientId.test(KafkaClientId.of(one.opening())))
                            .mapToLong(one -> one.lasted().toMillis())
                            .max()
                            .orElse(0)
                    / 1e3;
        }

        String text() {
            String noticed =
                    silences.isEmpty()
                            ? ""
                            : ", gateways noticed after %.1f s, consumers of the log after %.1f s, other clients after %.1f s"
                                    .formatted(gateways(), consumers(), others());
            return "%s for %d s%s, longest wait %.1f s"
                    .formatted(phase.name(), phase.seconds(), noticed, stall);
        }
    }

    @Override
    public RowResult run(Path data) throws Exception {
        try (BrokerProxies proxies = BrokerProxies.open(3);
                Stack stack =
                        WholeStack.start(data, StackPorts.free(2, 3).behind(proxies.ports()))) {
            return run(stack, proxies);
        }
    }

    private static RowResult run(Stack stack, BrokerProxies proxies) throws Exception {
        List<Long> processes = BrokersLost.services(stack);
        try (RoamingPlayers players = RoamingPlayers.gather(stack, Crowd.of(PLAYERS, ROOMS))) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            TcpProxy proxy = proxies.of(new Brokers(stack).leader());
            List<Outcome> outcomes = new ArrayList<>();
            for (Phase phase : PHASES) {
                outcomes.add(during(phase, proxy, players));
            }
            boolean sameProcesses = BrokersLost.services(stack).equals(processes);
            RunReport report = players.judge();
            return new RowResult(
                    outcomes.stream().allMatch(Outcome::held)
                            && report.isClean()
                            && report.gaps().isEmpty()
                            && sameProcesses,
                    "%s; %d reconnects, %s; %s"
                            .formatted(
                                    outcomes.stream()
                                            .map(Outcome::text)
                                            .collect(Collectors.joining("; ")),
                                    report.gaps().size(),
                                    sameProcesses ? "no restart" : "a service restarted",
                                    report.counts()));
        }
    }

    private static Outcome during(Phase phase, TcpProxy proxy, RoamingPlayers players)
            throws InterruptedException {
        players.takeLongestStall();
        proxy.set(phase.link());
        TimeUnit.SECONDS.sleep(phase.seconds());
        List<Silence> silences = proxy.silences();
        proxy.set(Link.OPEN);
        TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        return new Outcome(phase, players.takeLongestStall(), silences);
    }
}
