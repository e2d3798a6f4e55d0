package org.dungeontalk.faults.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.MemoryInUse;

/**
 * Samples the memory of all processes of a stack every ten seconds. A process that was started
 * again begins anew.
 */
final class MemoryWatch implements AutoCloseable {

    static final int EVERY_SECONDS = 10;

    private final Victims victims;
    private final Map<String, Samples> samples = new TreeMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** The memory of one process since its last start, in MiB. */
    private record Samples(long pid, List<Long> mebibytes) {}

    MemoryWatch(Victims victims) {
        this.victims = victims;
    }

    void begin() {
        clock.scheduleAtFixedRate(this::sample, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void sample() {
        for (String name : victims.names()) {
            long pid = victims.pid(name);
            Samples now = samples.get(name);
            if (now == null || now.pid() != pid) {
                now = new Samples(pid, new ArrayList<>());
                samples.put(name, now);
            }
            long mebibytes = MemoryInUse.mebibytes(List.of(pid));
            if (mebibytes > 0) {
                now.mebibytes().add(mebibytes);
            }
        }
    }

    /** The trend of each process that ran long enough without a restart, by name. */
    synchronized Map<String, MemoryTrend> trends() {
        Map<String, MemoryTrend> trends = new TreeMap<>();
        samples.forEach(
                (name, process) ->
                        MemoryTrend.of(process.mebibytes())
                                .ifPresent(trend -> trends.put(name, trend)));
        return trends;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
