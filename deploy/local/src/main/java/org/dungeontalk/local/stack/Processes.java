package org.dungeontalk.local.stack;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;

/**
 * The entries of stack.json for processes that aren't services.
 *
 * @param data the stack's directory
 * @param ports the stack's ports
 */
record Processes(DataDir data, StackPorts ports) {

    /** This process, which holds the stack. */
    StackFile.Started self() {
        return started("up", ProcessHandle.current().pid(), null, null, data.upLog().toString());
    }

    List<StackFile.Started> brokers(KafkaCluster kafka) {
        return IntStream.range(0, kafka.size())
                .mapToObj(
                        i ->
                                started(
                                        "kafka-" + i,
                                        kafka.pid(i),
                                        Map.of(
                                                "broker", ports.kafkaBrokers().get(i),
                                                "controller", ports.kafkaControllers().get(i)),
                                        null,
                                        data.log("kafka-" + i).toString()))
                .toList();
    }

    StackFile.Started postgres(PostgresServer postgres) {
        return started(
                "postgres",
                postgres.pid(),
                Map.of("postgres", postgres.port()),
                null,
                data.log("postgres").toString());
    }

    static StackFile.Postgres access(PostgresServer postgres) {
        return new StackFile.Postgres(
                postgres.reactiveUrl(),
                postgres.jdbcUrl(),
                postgres.username(),
                postgres.password());
    }

    private static StackFile.Started started(
            String name,
            long pid,
            Map<String, Integer> ports,
            Map<String, String> urls,
            String log) {
        long since = ProcessHandle.of(pid).map(OwnProcess::startedAt).orElse(0L);
        return new StackFile.Started(name, pid, since, ports, urls, log);
    }
}
