package org.dungeontalk.faults;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes. */
final class Signals {

    private Signals() {}

    /** Stops a process for this time: SIGSTOP, then SIGCONT. */
    static void stop(long pid, int seconds) throws IOException, InterruptedException {
        send("-STOP", pid);
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } finally {
            send("-CONT", pid);
        }
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill " + signal + " of process " + pid + " failed");
        }
    }
}
