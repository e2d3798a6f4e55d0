package org.dungeontalk.faults.check;

import java.util.Arrays;

/**
 * Numbers ids in the order of their first appearance, from 0. A hash table of two arrays, because
 * it holds millions. Not thread-safe.
 */
final class Ids {

    private String[] ids = new String[8];

    /** The number of the id plus one; 0 where there is none. At most half of the slots are used. */
    private int[] slots = new int[16];

    private int size;

    /** The number of the id. */
    int number(String id) {
        int slot = slot(id);
        if (slots[slot] == 0) {
            if (size == ids.length) {
                grow();
                slot = slot(id);
            }
            ids[size] = id;
            slots[slot] = ++size;
        }
        return slots[slot] - 1;
    }

    /** The id with this number. */
    String id(int number) {
        return ids[number];
    }

    int size() {
        return size;
    }

    private int slot(String id) {
        int hash = id.hashCode();
        int slot = (hash ^ hash >>> 16) & slots.length - 1;
        while (slots[slot] != 0 && !ids[slots[slot] - 1].equals(id)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, 2 * size);
        slots = new int[4 * size];
        for (int number = 0; number < size; number++) {
            slots[slot(ids[number])] = number + 1;
        }
    }
}
