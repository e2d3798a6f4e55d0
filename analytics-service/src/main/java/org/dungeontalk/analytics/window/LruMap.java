package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * State per player or room, with two bounds: old entries are dropped, and past the capacity the
 * least recently used entry is dropped first. The order is that of the log, never of the wall
 * clock.
 *
 * <p>A hash table whose entries are the states themselves: each message looks up some of them, and
 * fewer objects mean fewer cache misses. Not thread-safe.
 *
 * @param <K> the key of a state
 * @param <V> the state
 */
public final class LruMap<K, V extends LruMap.Entry<K>> implements Snapshotable {

    private static final int INITIAL_SLOTS = 16;

    /** 2^32 divided by the golden ratio: it spreads consecutive ids. */
    private static final int SPREAD = 0x9e3779b9;

    /** A state that knows its time of last use and its neighbours. It is in at most one table. */
    public abstract static class Entry<K> implements Snapshotable {

        private K key;
        private int hash;
        private Entry<K> sameHash;
        private Entry<K> older;
        private Entry<K> newer;

        /** Event time of its newest event, in milliseconds. */
        public abstract long lastAt();
    }

    private final int capacity;
    private final KeyCodec<K> codec;
    private final Supplier<V> fresh;
    private Entry<K>[] slots = table(INITIAL_SLOTS);
    private Entry<K> eldest;
    private Entry<K> newest;
    private int size;

    /** A map of at most {@code capacity} states. {@code fresh} creates them. */
    public LruMap(int capacity, KeyCodec<K> codec, Supplier<V> fresh) {
        this.capacity = capacity;
        this.codec = codec;
        this.fresh = fresh;
    }

    /** The state of this key, created if absent. Marks it as used. */
    public V of(K key) {
        V state = find(key);
        if (state == null) {
            if (size >= capacity) {
                drop(eldest);
            }
            state = fresh.get();
            add(key, state);
        }
        return state;
    }

    /** The state of this key, or null if absent. Marks it as used. */
    @SuppressWarnings("unchecked")
    public V find(K key) {
        Entry<K> state = look(key);
        if (state != null && state != newest) {
            unlink(state);
            link(state);
        }
        return (V) state;
    }

    /** Removes the state of this key. */
    public void remove(K key) {
        Entry<K> state = look(key);
        if (state != null) {
            drop(state);
        }
    }

    /** Drops the least recently used entries, as long as they end before this event time. */
    public void forget(long before) {
        while (eldest != null && eldest.lastAt() < before) {
            drop(eldest);
        }
    }

    /** Number of states. */
    public int size() {
        return size;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (Entry<K> state = eldest; state != null; state = state.newer) {
            codec.write(out, state.key);
            state.save(out);
        }
    }

    /** Keeps the most recently used ones if there are more than the capacity. */
    @Override
    public void load(DataInput in) throws IOException {
        slots = table(INITIAL_SLOTS);
        eldest = null;
        newest = null;
        size = 0;
        int saved = in.readInt();
        for (int i = 0; i < saved; i++) {
            K key = codec.read(in);
            V state = fresh.get();
            state.load(in);
            if (size >= capacity) {
                drop(eldest);
            }
            add(key, state);
        }
    }

    private Entry<K> look(K key) {
        int hash = key.hashCode();
        Entry<K> state = slots[slot(hash)];
        while (state != null && !(state.hash == hash && state.key.equals(key))) {
            state = state.sameHash;
        }
        return state;
    }

    private void add(K key, Entry<K> state) {
        if (size >= slots.length) {
            grow();
        }
        state.key = key;
        state.hash = key.hashCode();
        put(state);
        link(state);
        size++;
    }

    private void put(Entry<K> state) {
        int slot = slot(state.hash);
        state.sameHash = slots[slot];
        slots[slot] = state;
    }

    private void grow() {
        slots = table(2 * slots.length);
        for (Entry<K> state = eldest; state != null; state = state.newer) {
            put(state);
        }
    }

    private void drop(Entry<K> state) {
        int slot = slot(state.hash);
        if (slots[slot] == state) {
            slots[slot] = state.sameHash;
        } else {
            Entry<K> before = slots[slot];
            while (before.sameHash != state) {
                before = before.sameHash;
            }
            before.sameHash = state.sameHash;
        }
        unlink(state);
        size--;
    }

    /** Links it as the newest. */
    private void link(Entry<K> state) {
        state.older = newest;
        state.newer = null;
        if (newest == null) {
            eldest = state;
        } else {
            newest.newer = state;
        }
        newest = state;
    }

    private void unlink(Entry<K> state) {
        if (state.older == null) {
            eldest = state.newer;
        } else {
            state.older.newer = state.newer;
        }
        if (state.newer == null) {
            newest = state.older;
        } else {
            state.newer.older = state.older;
        }
    }

    private int slot(int hash) {
        int spread = hash * SPREAD;
        return (spread ^ spread >>> 16) & slots.length - 1;
    }

    @SuppressWarnings("unchecked")
    private static <K> Entry<K>[] table(int slots) {
        return (Entry<K>[]) new Entry<?>[slots];
    }
}
