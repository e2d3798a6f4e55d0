package org.dungeontalk.gateway.log;

/** Hears what became of a message. Exactly one method is called, once, on any thread. */
public interface Outcome {

    /** All in-sync replicas have it, there. */
    void logged(int partition, long offset);

    /**
     * The log did not confirm it in time; it may have been written nevertheless. {@link
     * LogBusyException}: it was not.
     */
    void failed(Throwable why);
}
