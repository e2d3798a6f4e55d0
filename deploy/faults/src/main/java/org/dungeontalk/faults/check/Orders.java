package org.dungeontalk.faults.check;

import java.util.BitSet;
import java.util.List;

/**
 * Compares the orders in which the members of a room read its messages: with each other, then with
 * the log. Each pair of messages that one member read in a row is an edge of a graph. Messages in a
 * cycle have no order that suits all members.
 */
final class Orders {

    private static final int NOWHERE = -1;

    private final List<PlayerEvents> players;
    private final Messages messages;
    private final RoomFindings findings;

    /**
     * @param players the devices of the region
     */
    Orders(List<PlayerEvents> players, Messages messages, RoomFindings findings) {
        this.players = players;
        this.messages = messages;
        this.findings = findings;
    }

    /** Finds messages in different orders, and messages in another order than the log's. */
    void check() {
        Graph graph = new Graph(messages.size());
        for (PlayerEvents player : players) {
            firstReadings(player, graph::count);
        }
        graph.allocate();
        for (PlayerEvents player : players) {
            firstReadings(player, graph::add);
        }
        int[] cycles = new Cycles(graph).find();
        for (int message = 0; message < cycles.length; message++) {
            if (cycles[message] != Cycles.NONE) {
                findings.message(
                        Violation.SPLIT_ORDER,
                        message,
                        null,
                        "members read it at different places");
            }
        }
        for (PlayerEvents player : players) {
            Highest highest = new Highest(player.name(), cycles);
            firstReadings(player, (before, message) -> highest.read(message));
        }
    }

    private interface Reading {

        /**
         * @param before the message read before it; negative if it is the first one
         */
        void follows(int before, int message);
    }

    private void firstReadings(PlayerEvents player, Reading reading) {
        Events.View events = player.events();
        BitSet seen = new BitSet(messages.size());
        int before = NOWHERE;
        for (int event = 0; event < events.size(); event++) {
            int message = events.message(event);
            if (events.kind(event).isOfStream() && !seen.get(message)) {
                seen.set(message);
                reading.follows(before, message);
                before = message;
            }
        }
    }

    /** The highest place read so far, and the highest one in another cycle than that. */
    private final class Highest {

        private final String name;
        private final int[] cycles;
        private int place = NOWHERE;
        private int cycle = Cycles.NONE;
        private int placeOfOthers = NOWHERE;

        private Highest(String name, int[] cycles) {
            this.name = name;
            this.cycles = cycles;
        }

        private void read(int message) {
            int here = messages.place(message);
            if (here < 0) {
                return;
            }
            int of = cycles[message];
            boolean same = of != Cycles.NONE && of == cycle;
            if (here < (same ? placeOfOthers : place)) {
                findings.message(
                        Violation.OUT_OF_ORDER, message, name, "%s read it after a later one");
            }
            if (here > place) {
                placeOfOthers = same ? placeOfOthers : place;
                place = here;
                cycle = of;
            } else if (!same) {
                placeOfOthers = Math.max(placeOfOthers, here);
            }
        }
    }
}
