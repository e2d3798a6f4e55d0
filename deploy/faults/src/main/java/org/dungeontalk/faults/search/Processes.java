package org.dungeontalk.faults.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.local.stack.AnotherInstance;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;

/**
 * All processes of a run: those of the stack, and a second instance of each consumer. Blocks. One
 * thread at a time for each process.
 */
final class Processes implements AutoCloseable {

    private final Stack stack;
    private final Map<String, AnotherInstance> others = new LinkedHashMap<>();

    Processes(Stack stack) {
        this.stack = stack;
    }

    /** Starts a second instance of each consumer, and returns when they are ready. */
    void startSecondConsumers() {
        for (String consumer : List.of("persistence", "analytics")) {
            others.put(consumer + "-2", AnotherInstance.second(stack, consumer));
        }
    }

    /** The running processes. */
    List<StackFile.Started> running() {
        List<StackFile.Started> running = new ArrayList<>(stack.describe().processes());
        others.values().stream()
                .map(AnotherInstance::describe)
                .flatMap(Optional::stream)
                .forEach(running::add);
        return running;
    }

    /** The process with this name, if it runs. */
    Optional<StackFile.Started> find(String name) {
        return others.containsKey(name)
                ? others.get(name).describe()
                : stack.describe().process(name);
    }

    /** Kills it with SIGKILL; PostgreSQL stops at once, without notice to its clients. */
    void kill(String name) {
        if (others.containsKey(name)) {
            others.get(name).kill();
        } else if (name.equals("postgres")) {
            stack.postgres().stopImmediately();
        } else if (isBroker(name)) {
            stack.kafka().killBroker(number(name));
        } else {
            stack.service(name).kill();
        }
    }

    /** Stops it in order if it runs, starts it, and returns when it is ready. */
    void restart(String name) {
        if (others.containsKey(name)) {
            others.get(name).restart();
            return;
        }
        if (isBroker(name)) {
            stack.kafka().stopBroker(number(name));
        }
        stack.restart(name);
    }

    static boolean isBroker(String name) {
        return name.startsWith("kafka");
    }

    private static int number(String broker) {
        return Integer.parseInt(broker.substring(broker.indexOf('-') + 1));
    }

    @Override
    public void close() {
        others.values().forEach(AnotherInstance::close);
    }
}
