package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;
import org.dungeontalk.analytics.window.KeyCodec;
import org.dungeontalk.analytics.window.LruMap;

/** A detector that keeps one state per player or room and nothing else. */
abstract class KeyedDetector<T extends LruMap.Entry<String>> implements Detector {

    private final LruMap<String, T> states;
    private final long remembered;

    /**
     * @param capacity largest number of states
     * @param remembered milliseconds after its last message for which a state is kept
     */
    KeyedDetector(int capacity, Supplier<T> fresh, long remembered) {
        this.states = new LruMap<>(capacity, KeyCodec.TEXT, fresh);
        this.remembered = remembered;
    }

    /** The state of this player or room, new if there was none. */
    final T of(String key) {
        return states.of(key);
    }

    @Override
    public final void forget(long before) {
        states.forget(before - remembered);
    }

    @Override
    public final void save(DataOutput out) throws IOException {
        states.save(out);
    }

    @Override
    public final void load(DataInput in) throws IOException {
        states.load(in);
    }
}
