package org.dungeontalk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server that keeps its connections and does not answer, until this is closed. */
public final class Suspended implements AutoCloseable {
    private final List<String> pids;

    /**
     * Stops the process and its children, by SIGSTOP.
     *
     * @param pid of the process
     */
    public Suspended(long pid) {
        pids =
                ProcessHandle.of(pid).stream()
                        .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                        .map(it -> Long.toString(it.pid()))
                        .toList();
        signal("-STOP");
    }

    /** Lets them go on, by SIGCONT. */
    @Override
    public void close() {
        signal("-CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", name));
        command.addAll(pids);
        try {
            new ProcessBuilder(command).inheritIO().start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
