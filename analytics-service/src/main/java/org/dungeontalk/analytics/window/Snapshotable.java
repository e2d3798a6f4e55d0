package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State that can be saved and loaded. The loaded state behaves like the saved one. */
public interface Snapshotable {

    /** Writes all of it. */
    void save(DataOutput out) throws IOException;

    /** Replaces all of it with what {@link #save} wrote. */
    void load(DataInput in) throws IOException;
}
