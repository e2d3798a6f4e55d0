package org.dungeontalk.gateway.log;

import java.util.List;

/**
 * Receives the messages of the log. All methods run on the log reader's thread, which waits for
 * them.
 */
public interface LogListener {

    /**
     * Messages of one or more partitions; each partition's in their order.
     *
     * @throws InterruptedException if the gateway stops
     */
    void read(List<LogRecord> messages) throws InterruptedException;

    /** The log lost messages of the partition before they were read; its members must resume. */
    void gap(int partition);

    /**
     * The topic was created again and is read from its beginning; all members must resume. Later
     * messages belong to the new topic.
     */
    void topicRecreated();
}
