package org.dungeontalk.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.dungeontalk.local.stack.Stack;

/**
 * W15: 25 strangers, each repeating input that costs it nothing, next to honest players. Rounds
 * without and with them alternate, so that variations of the machine affect both equally. Results
 * count after the strangers' first round, in which the gateway's JVM compiles the code paths that
 * they use, on the same two cores; its p99 is reported separately. The long form has a third kind
 * of round, with the same strangers at another gateway of the machine. It shows the cost of sharing
 * the machine with them and their gateway, as opposed to sharing a gateway.
 *
 * @param players number of honest players
 * @param round length of a round
 * @param rounds number of rounds of each kind, at least 2
 */
public record Strangers(int players, Duration round, int rounds) implements Fault {

    /** The long form. */
    static final Strangers LONG = new Strangers(200, Duration.ofSeconds(60), 3);

    /** The form for {@code mvn verify}. */
    public static final Strangers SHORT = new Strangers(20, Duration.ofSeconds(8), 2);

    private static final int STRANGERS = 25;
    private static final int RESUMES = 50;
    private static final int PARTITIONS = 30;
    private static final int PER_SECOND = 40;
    private static final double MOST_TIMES = 2;
    private static final long MOST_MEBIBYTES = 64;

    @Override
    public int gateways() {
        return 2;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        Outcome outcome = outcome(stack, true);
        return new RowResult(
                outcome.held() && outcome.times() <= MOST_TIMES,
                "p99 of the others %.1f ms alone, %.1f ms beside them, %.1f ms with them elsewhere; "
                                .formatted(
                                        outcome.alone() / 1e6,
                                        outcome.beside() / 1e6,
                                        outcome.elsewhere() / 1e6)
                        + outcome.text());
    }

    /**
     * The outcome.
     *
     * @param held whether the gateway lives, no other client lost anything, and memory did not grow
     * @param alone p99 in nanoseconds without strangers
     * @param beside p99 with them
     * @param elsewhere p99 with them at another gateway; 0 if there is none
     */
    public record Outcome(boolean held, long alone, long beside, long elsewhere, String text) {
        double times() {
            return (double) beside / alone;
        }
    }

    /** Blocks for all rounds except those at another gateway. */
    public Outcome outcome(Stack stack) throws Exception {
        return outcome(stack, false);
    }

    private Outcome outcome(Stack stack, boolean another) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        AtomicInteger visits = new AtomicInteger();
        List<Long> alone = new ArrayList<>();
        List<Long> beside = new ArrayList<>();
        List<Long> elsewhere = new ArrayList<>();
        long memory = 0;
        long cold = 0;
        try (OtherPlayers others = new OtherPlayers(gateway, players, PER_SECOND)) {
            TimeUnit.MILLISECONDS.sleep(round.toMillis());
            for (int i = 0; i < rounds; i++) {
                others.taken();
                TimeUnit.MILLISECONDS.sleep(round.toMillis());
                alone.addAll(others.taken());
                strangersAt("gateway-1", stack, gateway, others.cursor(), visits);
                beside.addAll(others.taken());
                if (i == 0) {
                    memory = gateway.mebibytes();
                    cold = p99(beside);
                    alone.clear();
                    beside.clear();
                }
                if (another) {
                    TimeUnit.MILLISECONDS.sleep(round.toMillis() / 4);
                    others.taken();
                    strangersAt("gateway-2", stack, gateway, others.cursor(), new AtomicInteger());
                    elsewhere.addAll(others.taken());
                    TimeUnit.MILLISECONDS.sleep(round.toMillis() / 4);
                }
            }
            String wrong = others.wrong();
            long grown = gateway.mebibytes() - memory;
            boolean serves = gateway.serves();
            boolean complete = wrong.equals("0 refused, 0 missing, 0 twice");
            return new Outcome(
                    complete && serves && grown <= MOST_MEBIBYTES && visits.get() > STRANGERS,
                    p99(alone),
                    p99(beside),
                    another ? p99(elsewhere) : 0,
                    ("%.1f ms beside them in the first round; %,d messages, %s; %,d visits of"
                                    + " strangers, memory %+d MiB, lives and serves: %s")
                            .formatted(
                                    cold / 1e6,
                                    others.accepted(),
                                    wrong,
                                    visits.get(),
                                    grown,
                                    serves ? "yes" : "no"));
        }
    }

    private void strangersAt(
            String where, Stack stack, GatewayWatch gateway, String cursor, AtomicInteger visits)
            throws Exception {
        List<Thread> strangers = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            Stranger.Action action = Stranger.Action.values()[i % Stranger.Action.values().length];
            Stranger stranger =
                    new Stranger(
                            stack,
                            where,
                            action,
                            gateway.token("stranger-" + i),
                            resumes(cursor),
                            visits);
            Thread thread = new Thread(stranger, "stranger-" + i);
            thread.setDaemon(true);
            strangers.add(thread);
        }
        strangers.forEach(Thread::start);
        TimeUnit.MILLISECONDS.sleep(round.toMillis());
        strangers.forEach(Thread::interrupt);
    }

    /** SUBSCRIBE frames for other players' rooms, from their partitions' beginning. */
    private static String resumes(String cursor) {
        String epoch = cursor.substring(0, cursor.indexOf('-'));
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < RESUMES; i++) {
            String room = "honest-" + i;
            int partition = BuiltInPartitioner.partitionForKey(room.getBytes(), PARTITIONS);
            frames.append("SUBSCRIBE\nid:s")
                    .append(i)
                    .append("\nafter:")
                    .append(epoch + "-" + partition + "-0")
                    .append("\ndestination:/sub/chat/room/")
                    .append(room)
                    .append("\n\n\0");
        }
        return frames.toString();
    }

    private static long p99(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Long.MAX_VALUE : sorted.get(sorted.size() * 99 / 100);
    }
}
