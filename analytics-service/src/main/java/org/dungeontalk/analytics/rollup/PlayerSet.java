package org.dungeontalk.analytics.rollup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A set of distinct players that can be merged across rooms, partitions and windows. It is exact up
 * to {@value #EXACT}, and above that a HyperLogLog of Apache DataSketches (4,096 registers,
 * standard error 1.6 %).
 *
 * <p>It has two modes because no single sketch replaces both. HyperLogLog is not exact for small
 * sets. A Theta sketch is, but above the bound it takes 32 KiB a row instead of 4 for the same
 * error. Stored rows can't be recomputed after their minutes are deleted, so both modes must stay
 * readable.
 *
 * <p>Not thread-safe.
 */
@FrameworkFree
public final class PlayerSet {

    /** Most players that are counted exactly, by the 64-bit hash of their id. */
    public static final int EXACT = 4_096;

    private static final int LOG_REGISTERS = 12;
    private static final long SEED = 9_001;
    private static final byte IS_EXACT = 0;
    private static final byte IS_SKETCH = 1;

    private final TreeSet<Long> exact = new TreeSet<>();
    private Union sketch;

    /** Adds a player. */
    public void add(String playerId) {
        add(MurmurHash3.hash(playerId.getBytes(StandardCharsets.UTF_8), SEED)[0]);
    }

    private void add(long hash) {
        if (sketch != null) {
            sketch.update(hash);
        } else if (exact.add(hash) && exact.size() > EXACT) {
            sketch = new Union(LOG_REGISTERS);
            exact.forEach(sketch::update);
            exact.clear();
        }
    }

    /** Adds all players of a set from {@link #bytes}. */
    public void merge(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.get() == IS_EXACT) {
            while (buffer.hasRemaining()) {
                add(buffer.getLong());
            }
            return;
        }
        if (sketch == null) {
            sketch = new Union(LOG_REGISTERS);
            exact.forEach(sketch::update);
            exact.clear();
        }
        byte[] image = new byte[buffer.remaining()];
        buffer.get(image);
        sketch.update(HllSketch.heapify(image));
    }

    /** The number of players; an estimate above {@link #EXACT}. */
    public long count() {
        return sketch == null ? exact.size() : Math.round(sketch.getEstimate());
    }

    /** The encoded set, for storage. */
    public byte[] bytes() {
        if (sketch != null) {
            byte[] image = sketch.getResult(TgtHllType.HLL_8).toCompactByteArray();
            return ByteBuffer.allocate(1 + image.length).put(IS_SKETCH).put(image).array();
        }
        ByteBuffer buffer = ByteBuffer.allocate(1 + exact.size() * Long.BYTES).put(IS_EXACT);
        exact.forEach(buffer::putLong);
        return buffer.array();
    }
}
