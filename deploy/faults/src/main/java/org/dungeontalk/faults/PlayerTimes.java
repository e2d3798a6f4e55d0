package org.dungeontalk.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures one player's times. Not thread-safe. */
final class PlayerTimes {

    private final List<Long> gaps = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final Map<String, Long> unread = new HashMap<>();
    private long lostAt;
    private long sentAt;

    /** A message leaves for the first time. */
    void sent(String id) {
        sentAt = System.nanoTime();
        unread.put(id, sentAt);
    }

    /** The receipt of the message that was sent last came. */
    void receipt() {
        waits.add(System.nanoTime() - sentAt);
    }

    /** A message came. */
    void read(String id) {
        Long since = unread.remove(id);
        if (since != null) {
            delays.add(System.nanoTime() - since);
        }
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
