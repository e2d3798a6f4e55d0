package org.dungeontalk.load.measure;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts all members' deliveries, and how long they took. Thread-safe. */
final class Deliveries {

    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(LONGEST_NANOS, DIGITS);
    private final Histogram total = new Histogram(LONGEST_NANOS, DIGITS);
    private final LongAdder received = new LongAdder();
    private final LongAccumulator last = new LongAccumulator(Math::max, 0);
    private final LongAdder inWarmUp = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

    /**
     * A message that counts has arrived.
     *
     * @param nanos since it was due
     * @param at nanoseconds since messages count
     */
    void received(long nanos, long at) {
        received.increment();
        last.accumulate(at);
        recorder.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
    }

    /** A message of the warm-up has arrived. */
    void receivedInWarmUp() {
        inWarmUp.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void outOfOrder() {
        outOfOrder.increment();
    }

    /** A connection has ended by itself. */
    void closed() {
        closed.increment();
    }

    /** The gateway has refused a message with this code. */
    void refused(String code) {
        refused.computeIfAbsent(code, first -> new LongAdder()).increment();
    }

    long receivedSoFar() {
        return received.sum();
    }

    /** When the latest message that counts has arrived, in nanoseconds since messages count. */
    long lastSoFar() {
        return last.get();
    }

    long receivedInWarmUpSoFar() {
        return inWarmUp.sum();
    }

    long repeatedSoFar() {
        return repeated.sum();
    }

    long outOfOrderSoFar() {
        return outOfOrder.sum();
    }

    long closedSoFar() {
        return closed.sum();
    }

    /** Refusals by code. */
    Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        refused.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    /** Latencies since the last call, in nanoseconds. Adds them to {@link #latencies}. */
    synchronized Histogram sinceLast() {
        Histogram interval = recorder.getIntervalHistogram();
        total.add(interval);
        return interval;
    }

    /** All latencies, in nanoseconds. */
    synchronized Histogram latencies() {
        sinceLast();
        return total.copy();
    }
}
