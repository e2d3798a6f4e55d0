package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * State per player or room, bounded twice: who falls silent is forgotten, and past the capacity the
 * one that was silent longest goes first. The order is the log's, never the wall clock's.
 *
 * <p>A hash table whose entries are the states themselves: each message looks some of them up, and
 * every object less on the way is a wait for memory less. Not thread-safe.
 *
 * @param <K> what a state belongs to
 * @param <V> the state of one
 */
public final class LruMap<K, V extends LruMap.Entry<K>> implements Snapshotable {

    private static final int INITIAL_SLOTS = 16;

    /** 2^32 divided by the golden ratio: ids in a row fall far apart. */
    private static final int SPREAD = 0x9e3779b9;

    /**
     * State that knows when it was last touched, and its neighbours; it is in one table at most.
     */
    public abstract static class Entry<K> implements Snapshotable {

        private K key;
        private int hash;
        private Entry<K> sameHash;
        private Entry<K> older;
        private Entry<K> newer;

        /** Event time of the newest thing in it, in milliseconds. */
        public abstract long lastAt();
    }

    private final int capacity;
    private final KeyCodec<K> codec;
    private final Supplier<V> fresh;
    private Entry<K>[] slots = table(INITIAL_SLOTS);
    private Entry<K> eldest;
    private Entry<K> newest;
    private int size;

    /** At most {@code capacity} states, each begun by {@code fresh}. */
    public LruMap(int capacity, KeyCodec<K> codec, Supplier<V> fresh) {
        this.capacity = capacity;
        this.codec = codec;
        this.fresh = fresh;
    }

    /** The state of this key, begun if there is none; it counts as touched. */
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

    /** The state of this key, which counts as touched; null if there is none. */
    @SuppressWarnings("unchecked")
    public V find(K key) {
        Entry<K> state = look(key);
        if (state != null && state != newest) {
            unlink(state);
            link(state);
        }
        return (V) state;
    }

    /** Drops the state of this key. */
    public void remove(K key) {
        Entry<K> state = look(key);
        if (state != null) {
            drop(state);
        }
    }

    /** Forgets those untouched for longest as long as they end before this event time. */
    public void forget(long before) {
        while (eldest != null && eldest.lastAt() < before) {
            drop(eldest);
        }
    }

    /** How many there are. */
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

    /** Of more than its capacity those touched last are kept. */
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

    /** As the newest. */
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
