package org.dungeontalk.load.measure;

import java.util.Arrays;

/**
 * Checks the order in which one member gets the messages of its room. A message that comes twice,
 * or after a later one of its sender, is not counted as received, so it appears as lost as well.
 * Confined to one thread.
 */
final class MemberOrder {

    private final int[] latest;
    private long hash = 17;

    /** What a delivery was. */
    enum Delivery {
        IN_ORDER,
        REPEATED,
        OUT_OF_ORDER
    }

    /**
     * @param senders of the room, numbered from 0
     */
    MemberOrder(int senders) {
        latest = new int[senders];
        Arrays.fill(latest, -1);
    }

    /** The member gets this message of this sender. */
    Delivery delivered(int sender, int number) {
        if (number == latest[sender]) {
            return Delivery.REPEATED;
        }
        if (number < latest[sender]) {
            return Delivery.OUT_OF_ORDER;
        }
        latest[sender] = number;
        hash = 31 * hash + ((long) sender << Integer.SIZE | number);
        return Delivery.IN_ORDER;
    }

    /** Equal for two members who got the same messages in the same order. */
    long hash() {
        return hash;
    }
}
