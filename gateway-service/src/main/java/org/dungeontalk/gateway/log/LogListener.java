package org.dungeontalk.gateway.log;

import java.util.List;

/** Gets what the log holds. All methods are called on the reader's thread, which waits for them. */
public interface LogListener {

    /**
     * Messages, those of one partition in its order.
     *
     * @throws InterruptedException if the gateway stops
     */
    void read(List<LogRecord> messages) throws InterruptedException;

    /** The log lost messages of that partition before they were read; its members must resume. */
    void gap(int partition);

    /**
     * The topic is another one than before and is read from its beginning; all members must resume.
     * What follows is of that topic.
     */
    void madeAnew();
}
