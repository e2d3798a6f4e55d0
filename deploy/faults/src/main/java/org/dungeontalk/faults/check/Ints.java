package org.dungeontalk.faults.check;

import java.util.Arrays;

/** A list of ints in an array. Not thread-safe. */
final class Ints {

    private int[] values = new int[8];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }
}
