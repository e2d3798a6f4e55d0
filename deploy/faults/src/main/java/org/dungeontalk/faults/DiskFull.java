package org.dungeontalk.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.Stack;

/**
 * K6: the disk of a partition's leader gets full, has room again after 20 s, and the broker is
 * started again. Players, brokers and requirement are those of K1.
 */
final class DiskFull implements OwnStackFault {

    private static final int BROKERS = 3;
    private static final int MEBIBYTES = 64;
    private static final int SECONDS = 20;
    private static final int MOST_SECONDS = 10;

    @Override
    public RowResult run(Path data) throws Exception {
        DataDir directory = new DataDir(data);
        // The lock file makes it the directory of a stack before the brokers' disks are in it.
        directory.lock().orElseThrow().close();
        List<Path> logs =
                IntStream.range(0, BROKERS)
                        .mapToObj(i -> directory.kafka().resolve("broker-" + i).resolve("log"))
                        .toList();
        try (SmallDisks disks = SmallDisks.mount(logs, MEBIBYTES);
                Stack stack = WholeStack.start(data, 2, BROKERS, false, Map.of())) {
            return new BrokersLost(
                            "the disk of a leader full for 20 s",
                            MOST_SECONDS,
                            (brokers, gateways) -> fillAndFree(disks, brokers))
                    .run(stack);
        }
    }

    private static long fillAndFree(SmallDisks disks, Brokers brokers) throws Exception {
        int leader = brokers.leader();
        long began = System.nanoTime();
        disks.fill(leader);
        Await.until(
                Duration.ofSeconds(SECONDS),
                Duration.ofMillis(100),
                () -> !brokers.isRunning(leader));
        System.out.printf(
                "Broker %d %s %.1f s after its disk was full%n",
                leader, brokers.isRunning(leader) ? "still ran" : "had exited", since(began));
        TimeUnit.MILLISECONDS.sleep(Math.max(0, (long) ((SECONDS - since(began)) * 1_000)));
        disks.free(leader);
        brokers.start(leader);
        return 0;
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
