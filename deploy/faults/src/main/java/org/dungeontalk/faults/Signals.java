package org.dungeontalk.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals to processes. */
final class Signals {

    private Signals() {}

    /** Stops a process for this time: SIGSTOP, then SIGCONT. */
    static void stop(long pid, int seconds) throws IOException, InterruptedException {
        stop(List.of(pid), seconds);
    }

    /** Stops all these processes at once, and lets them go on at once after this time. */
    static void stop(List<Long> pids, int seconds) throws IOException, InterruptedException {
        send("-STOP", pids);
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } finally {
            send("-CONT", pids);
        }
    }

    private static void send(String signal, List<Long> pids)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Process kill = new ProcessBuilder(command).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
