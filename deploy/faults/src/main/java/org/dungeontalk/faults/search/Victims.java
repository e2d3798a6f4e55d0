package org.dungeontalk.faults.search;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.dungeontalk.local.stack.StackFile;

/** The processes of a run, as faults treat them. Blocks; one thread for each process. */
final class Victims implements AutoCloseable {

    private static final int ANSWER_SECONDS = 5;

    private final Processes processes;
    private final Requests requests;
    private final Admin admin;
    private final int brokers;
    private final Map<String, Long> pids = new ConcurrentHashMap<>();

    /**
     * @param bootstrapServers of Kafka
     */
    Victims(Processes processes, Requests requests, String bootstrapServers) {
        this.processes = processes;
        this.requests = requests;
        this.admin =
                Admin.create(
                        Map.<String, Object>of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        for (StackFile.Started process : processes.running()) {
            pids.put(process.name(), process.pid());
        }
        this.brokers = (int) names().stream().filter(Processes::isBroker).count();
    }

    /** The processes' names. */
    List<String> names() {
        return pids.keySet().stream().sorted().toList();
    }

    /** The process id; another one after each start. */
    long pid(String process) {
        return pids.get(process);
    }

    /** Kills a process, and starts it again after this time. */
    void kill(String process, Duration away) throws InterruptedException {
        processes.kill(process);
        TimeUnit.NANOSECONDS.sleep(away.toNanos());
        restart(process);
    }

    /** Stops a process in order if it runs, and starts it again. */
    void restart(String process) {
        processes.restart(process);
        processes.find(process).ifPresent(started -> pids.put(process, started.pid()));
    }

    /** Stops a process and its children for this time: SIGSTOP, then SIGCONT. */
    void stop(String process, Duration length) throws IOException, InterruptedException {
        List<Long> family =
                ProcessHandle.of(pids.get(process)).stream()
                        .flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()))
                        .map(ProcessHandle::pid)
                        .toList();
        signal("-STOP", family);
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } finally {
            signal("-CONT", family);
        }
    }

    /**
     * Whether another process of its group may be away. The consumers need not have recovered: the
     * log waits for them.
     */
    boolean mayBeFollowed(String process) throws InterruptedException {
        boolean consumer = process.startsWith("persistence") || process.startsWith("analytics");
        return consumer || isWell(process);
    }

    /** Whether a process has nothing left to catch up after a fault. */
    boolean isWell(String process) throws InterruptedException {
        if (Processes.isBroker(process)) {
            return isInSync();
        }
        return process.equals("postgres") || requests.isReady(process);
    }

    /** The processes that ended without being told to, or that others took the place of. */
    List<String> lost() {
        return names().stream()
                .filter(
                        name ->
                                processes
                                        .find(name)
                                        .filter(process -> process.pid() == pids.get(name))
                                        .isEmpty())
                .toList();
    }

    /** Whether every partition of every topic has all its replicas in sync. */
    private boolean isInSync() throws InterruptedException {
        try {
            var topics =
                    admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return admin
                    .describeTopics(topics)
                    .allTopicNames()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .map(TopicDescription::partitions)
                    .flatMap(List::stream)
                    .allMatch(partition -> partition.isr().size() == brokers);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** A process of PostgreSQL may have ended by now, so the signals' success is not asked for. */
    private static void signal(String signal, List<Long> pids)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
