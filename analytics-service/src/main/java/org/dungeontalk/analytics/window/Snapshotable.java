package org.dungeontalk.analytics.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State that can be written down and read again; what is read behaves like what was written. */
public interface Snapshotable {

    /** Writes all of it. */
    void save(DataOutput out) throws IOException;

    /** Replaces all of it by what {@link #save} wrote. */
    void load(DataInput in) throws IOException;
}
