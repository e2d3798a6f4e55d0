package org.dungeontalk.faults.check;

import java.util.Arrays;

/**
 * Finds the strongly connected components of a graph with more than one node, by Tarjan's
 * algorithm. It keeps its own stack, because paths are as long as a room's log.
 */
final class Cycles {

    /** The component of a node that is in no cycle. */
    static final int NONE = -1;

    private static final int UNVISITED = 0;

    private final Graph graph;
    private final int[] order;
    private final int[] lowest;
    private final int[] component;
    private final boolean[] open;
    private final int[] nextEdge;
    private final int[] parent;
    private final int[] stack;
    private int height;
    private int visited;
    private int components;

    Cycles(Graph graph) {
        int nodes = graph.nodes();
        this.graph = graph;
        this.order = new int[nodes];
        this.lowest = new int[nodes];
        this.component = new int[nodes];
        this.open = new boolean[nodes];
        this.nextEdge = new int[nodes];
        this.parent = new int[nodes];
        this.stack = new int[nodes];
        Arrays.fill(component, NONE);
    }

    /** For each node the number of its component, or {@link #NONE}. */
    int[] find() {
        for (int node = 0; node < order.length; node++) {
            if (order[node] == UNVISITED) {
                visitAllFrom(node);
            }
        }
        return component;
    }

    private void visitAllFrom(int root) {
        enter(root, NONE);
        int node = root;
        while (node != NONE) {
            if (nextEdge[node] < graph.firstEdge(node + 1)) {
                int target = graph.target(nextEdge[node]++);
                if (order[target] == UNVISITED) {
                    enter(target, node);
                    node = target;
                } else if (open[target]) {
                    lowest[node] = Math.min(lowest[node], order[target]);
                }
            } else {
                leave(node);
                int before = parent[node];
                if (before != NONE) {
                    lowest[before] = Math.min(lowest[before], lowest[node]);
                }
                node = before;
            }
        }
    }

    private void enter(int node, int from) {
        order[node] = ++visited;
        lowest[node] = visited;
        nextEdge[node] = graph.firstEdge(node);
        parent[node] = from;
        open[node] = true;
        stack[height++] = node;
    }

    /** Takes the node's component from the stack if the node is its root. */
    private void leave(int node) {
        if (lowest[node] != order[node]) {
            return;
        }
        boolean alone = stack[height - 1] == node;
        int member;
        do {
            member = stack[--height];
            open[member] = false;
            component[member] = alone ? NONE : components;
        } while (member != node);
        components++;
    }
}
