package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * State per player or room, bounded twice: who falls silent is forgotten, and past the capacity the
 * one that was silent longest goes first. The order is the log's, never the wall clock's.
 *
 * <p>Not thread-safe.
 *
 * @param <V> the state of one
 */
public final class Keyed<V extends Keyed.Timed> implements Saved {

    /** State that knows when it was last touched. */
    public interface Timed extends Saved {
        /** Event time of the newest thing in it, in milliseconds. */
        long lastAt();
    }

    private final int capacity;
    private final Supplier<V> fresh;
    private final Map<String, V> states = new LinkedHashMap<>(16, 0.75f, true);

    /** At most {@code capacity} states, each begun by {@code fresh}. */
    public Keyed(int capacity, Supplier<V> fresh) {
        this.capacity = capacity;
        this.fresh = fresh;
    }

    /** The state of this key, begun if there is none; it counts as touched. */
    public V of(String key) {
        V state = states.get(key);
        if (state == null) {
            if (states.size() >= capacity) {
                Iterator<V> eldest = states.values().iterator();
                eldest.next();
                eldest.remove();
            }
            state = fresh.get();
            states.put(key, state);
        }
        return state;
    }

    /** The state of this key, null if there is none. */
    public V find(String key) {
        return states.get(key);
    }

    /** Drops the state of this key. */
    public void remove(String key) {
        states.remove(key);
    }

    /** Forgets those untouched for longest as long as they end before this event time. */
    public void forget(long before) {
        Iterator<V> eldest = states.values().iterator();
        while (eldest.hasNext() && eldest.next().lastAt() < before) {
            eldest.remove();
        }
    }

    /** How many there are. */
    public int size() {
        return states.size();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(states.size());
        for (Map.Entry<String, V> entry : states.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        states.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            String key = in.readUTF();
            V state = fresh.get();
            state.load(in);
            states.put(key, state);
        }
    }
}
