package org.dungeontalk.faults.check;

/**
 * A directed graph whose nodes are numbers. Its edges are counted first and then added, so that
 * they fit into two arrays.
 */
final class Graph {

    /** For each node the index after its last edge while edges are added, and of its first then. */
    private final int[] starts;

    private int[] targets;

    Graph(int nodes) {
        starts = new int[nodes + 1];
    }

    /** Counts an edge. One from a negative node is none. */
    void count(int from, int to) {
        if (from >= 0) {
            starts[from]++;
        }
    }

    /** Ends the counting. */
    void allocate() {
        int edges = 0;
        for (int node = 0; node < starts.length; node++) {
            edges += starts[node];
            starts[node] = edges;
        }
        targets = new int[edges];
    }

    /** Adds a counted edge. */
    void add(int from, int to) {
        if (from >= 0) {
            targets[--starts[from]] = to;
        }
    }

    int nodes() {
        return starts.length - 1;
    }

    /** The index of a node's first edge; that of the next node is the one after its last. */
    int firstEdge(int node) {
        return starts[node];
    }

    int target(int edge) {
        return targets[edge];
    }
}
