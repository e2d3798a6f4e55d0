package org.dungeontalk.gateway.wire;

import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * The way to one client and what comes from there. All methods are called on the connection's event
 * loop; none blocks.
 */
public interface Wire {

    /** Hears of what comes, on the event loop. */
    interface Listener {

        /**
         * A WebSocket frame came, whatever it is: data, a fragment, ping, pong.
         *
         * @param bytes of its payload
         * @return milliseconds for which nothing more is read; 0: reading goes on
         */
        long frame(int bytes);

        /**
         * The peer broke a rule of WebSocket's, or holds much for long while all hold too much; the
         * connection is to be closed.
         */
        void broken(CloseCode why);
    }

    /** Tells of what comes from now on; to be called before anything else. */
    void listen(Listener listener);

    /** So many bytes of memory hold a frame that messages have begun and not finished. */
    void unfinished(long bytes);

    /** Asks the client for a sign of life. */
    void ping();

    /**
     * Whether the socket takes more without queueing much; when it does again, the listener is
     * called.
     */
    boolean writable();

    /** Writes without flushing. */
    void write(TextMessage message);

    /** Sends what was written. */
    void flush();

    /** Begins the closing handshake behind everything written. */
    void close(CloseCode code);

    /** Ends the connection at once; unsent bytes are thrown away. */
    void abort();

    /** Called on the event loop whenever {@link #writable} becomes true again. */
    void onWritable(Runnable listener);
}
