package org.dungeontalk.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dungeontalk.local.stack.Stack;

/**
 * W17 to W19: what a hostile byte costs. Clients repeat one unit after the other, next to 100
 * honest players, with production's limits. For each unit the row prints a line of a table: what
 * the gateway read, its CPU time for a byte and a unit without that of the honest players, the
 * growth of its memory, and the others' p99. The first unit is a good client's SEND, to compare
 * with; it runs twice, and counts once the JVM has compiled the gateway's code.
 *
 * @param units makes the units from the log's epoch; the first is a good client's
 */
record HostileInput(Function<String, List<HostileUnit>> units) implements Fault {

    private static final int PLAYERS = 100;
    private static final int PER_SECOND = 40;
    private static final long WARM_MILLIS = 3_000;
    private static final long QUIET_MILLIS = 3_000;
    private static final int SECONDS = 8;
    private static final long MOST_MEBIBYTES = 64;
    private static final int FIRST_NETWORK = 10;

    @Override
    public Map<String, String> settings() {
        Map<String, String> all = new HashMap<>(PRODUCTION);
        all.put("DUNGEONTALK_LIMITS_NETWORK_HANDSHAKES_PER_SECOND", "100");
        all.put("DUNGEONTALK_LIMITS_NETWORK_HANDSHAKE_BURST", "500");
        all.put("DUNGEONTALK_LIMITS_ADDRESS_MESSAGES_PER_SECOND", "500");
        all.put("DUNGEONTALK_LIMITS_ADDRESS_MESSAGE_BURST", "2000");
        return all;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        String cursor = new Backlog(stack).write(HostileUnits.FAR_BACK);
        stack.restart("gateway-1");
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        List<HostileUnit> all = units.apply(cursor.substring(0, cursor.indexOf('-')));
        long peak = 0;
        long inUse = 0;
        System.out.println(HostileCost.HEADER);
        try (OtherPlayers others = new OtherPlayers(gateway, PLAYERS, PER_SECOND)) {
            TimeUnit.MILLISECONDS.sleep(2 * QUIET_MILLIS);
            cost(gateway, others, all.get(0), FIRST_NETWORK - 1);
            HostileCost good = null;
            for (int i = 0; i < all.size(); i++) {
                HostileCost cost = cost(gateway, others, all.get(i), FIRST_NETWORK + i);
                good = i == 0 ? cost : good;
                peak = Math.max(peak, cost.peakMebibytes());
                inUse = Math.max(inUse, cost.mebibytesInUse());
                System.out.println(cost.line(good));
            }
            String wrong = others.wrong();
            boolean serves = gateway.serves();
            long complaints = gateway.complaints();
            return new RowResult(
                    wrong.equals("0 refused, 0 missing, 0 twice")
                            && serves
                            && complaints <= 1
                            && inUse <= MOST_MEBIBYTES,
                    "%d units, others: %,d messages, %s; memory in use %+d MiB at most, the process %+d MiB, warnings: %d, lives and serves: %s"
                            .formatted(
                                    all.size(),
                                    others.accepted(),
                                    wrong,
                                    inUse,
                                    peak,
                                    complaints,
                                    serves ? "yes" : "no"));
        }
    }

    private static HostileCost cost(
            GatewayWatch gateway, OtherPlayers others, HostileUnit unit, int network)
            throws Exception {
        long inUse = gateway.mebibytesInUse();
        TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS / 3);
        others.taken();
        long began = System.nanoTime();
        Duration before = gateway.cpuTime();
        TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
        double quietLoad =
                (double) gateway.cpuTime().minus(before).toNanos() / (System.nanoTime() - began);
        long quiet = p99(others.taken());
        long memory = gateway.mebibytes();
        Map<String, Double> limited = gateway.metrics("dungeontalk_gateway_limited_total");
        try (HostileClients clients = new HostileClients(gateway, unit, network)) {
            TimeUnit.MILLISECONDS.sleep(WARM_MILLIS);
            others.taken();
            HostileClients.Sent sentBefore = clients.sent();
            before = gateway.cpuTime();
            began = System.nanoTime();
            long peak = 0;
            for (int i = 0; i < SECONDS; i++) {
                TimeUnit.SECONDS.sleep(1);
                peak = Math.max(peak, gateway.mebibytes());
            }
            double took = System.nanoTime() - began;
            double cpu = gateway.cpuTime().minus(before).toNanos() - quietLoad * took;
            HostileClients.Sent sent = clients.sent().minus(sentBefore);
            long beside = p99(others.taken());
            return new HostileCost(
                    unit,
                    sent.bytes(),
                    sent.units(),
                    took / 1e9,
                    cpu,
                    peak - memory,
                    gateway.mebibytesInUse() - inUse,
                    quiet,
                    beside,
                    acted(limited, gateway.metrics("dungeontalk_gateway_limited_total")),
                    clients.answers());
        }
    }

    /** The limits that refused or paused something. */
    private static String acted(Map<String, Double> before, Map<String, Double> after) {
        return after.entrySet().stream()
                .filter(e -> e.getValue() > before.getOrDefault(e.getKey(), 0.0))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static long p99(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Long.MAX_VALUE : sorted.get(sorted.size() * 99 / 100);
    }
}
