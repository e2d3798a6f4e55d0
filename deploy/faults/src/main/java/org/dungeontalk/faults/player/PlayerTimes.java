package org.dungeontalk.faults.player;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures one player's times. One message at a time waits for a receipt. Not thread-safe. */
final class PlayerTimes {

    private final List<Long> gaps = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final Map<String, Long> unread = new HashMap<>();
    private long lostAt;
    private long sentAt;
    private boolean waiting;
    private long longestStall;

    /** A message leaves for the first time. */
    void sent(String id) {
        sentAt = System.nanoTime();
        waiting = true;
        unread.put(id, sentAt);
    }

    /** The message that waits for its receipt is sent again with another id. */
    void renamed(String former, String id) {
        unread.remove(former);
        unread.put(id, sentAt);
    }

    /** The receipt of the message that was sent last came. */
    void receipt() {
        waits.add(stalled(sentAt));
        waiting = false;
    }

    /** The message that was sent last was refused for good. */
    void refused() {
        waiting = false;
    }

    /** A message came. */
    void read(String id) {
        Long since = unread.remove(id);
        if (since != null) {
            delays.add(stalled(since));
        }
    }

    private long stalled(long since) {
        long stall = System.nanoTime() - since;
        longestStall = Math.max(longestStall, stall);
        return stall;
    }

    /**
     * The longest time in nanoseconds that a message waited for its receipt or for being read,
     * among those for which it ended since the last call, and the one that still waits for its
     * receipt.
     */
    long takeLongestStall() {
        if (waiting) {
            stalled(sentAt);
        }
        long longest = longestStall;
        longestStall = 0;
        return longest;
    }

    /** The player left: it waits for nothing more. */
    void left() {
        waiting = false;
        unread.clear();
        lostAt = 0;
    }

    /** The stream was interrupted, unless it was already. */
    void lost() {
        if (lostAt == 0) {
            lostAt = System.nanoTime();
        }
    }

    /** The stream goes on. */
    void back() {
        if (lostAt != 0) {
            gaps.add(System.nanoTime() - lostAt);
            lostAt = 0;
        }
    }

    Timings timings() {
        return new Timings(List.copyOf(gaps), List.copyOf(waits), List.copyOf(delays));
    }
}
