package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes the keys of {@link LruMap} states into a snapshot and reads them back.
 *
 * @param <K> with equals and hashCode
 */
public interface KeyCodec<K> {

    /** Ids, unchanged. */
    KeyCodec<String> TEXT =
            new KeyCodec<>() {
                @Override
                public void write(DataOutput out, String key) throws IOException {
                    out.writeUTF(key);
                }

                @Override
                public String read(DataInput in) throws IOException {
                    return in.readUTF();
                }
            };

    /** Writes a key. */
    void write(DataOutput out, K key) throws IOException;

    /** Reads what {@link #write} wrote. */
    K read(DataInput in) throws IOException;
}
