package org.dungeontalk.faults.check;

/** The attempts to send that wait for an answer on the current connection, by message. */
final class Attempts {

    private final int[] waiting;
    private final int[] connections;
    private int connection;

    Attempts(int messages) {
        waiting = new int[messages];
        connections = new int[messages];
    }

    /** Begins another connection. Attempts of earlier ones get no answer any more. */
    void connect() {
        connection++;
    }

    void begin(int message) {
        if (connections[message] != connection) {
            connections[message] = connection;
            waiting[message] = 0;
        }
        waiting[message]++;
    }

    /** An answer came. Returns false if no attempt waited for it. */
    boolean end(int message) {
        if (connections[message] != connection || waiting[message] == 0) {
            return false;
        }
        waiting[message]--;
        return true;
    }
}
