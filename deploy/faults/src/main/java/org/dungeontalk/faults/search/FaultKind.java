package org.dungeontalk.faults.search;

/** What happens to a process. */
enum FaultKind {
    /** SIGKILL; PostgreSQL stops at once and recovers. Started again after the fault's length. */
    KILL("killed"),
    /** SIGSTOP, then SIGCONT: the process keeps its connections and does not answer. */
    STOP("stopped"),
    /** SIGTERM, a stop in order, and a start. */
    RESTART("restarted");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    /** What happened to the process, in one word. */
    String text() {
        return text;
    }
}
