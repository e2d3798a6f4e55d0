package org.dungeontalk.gateway.wire;

import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * The connection to one client, in both directions. All methods are called on the connection's
 * event loop; none blocks.
 */
public interface Wire {

    /** Is told of incoming frames, on the event loop. */
    interface Listener {

        /**
         * A WebSocket frame came, of any kind: data, fragment, ping or pong.
         *
         * @param bytes of its payload
         * @return milliseconds for which reading stops; 0: reading continues
         */
        long frame(int bytes);

        /**
         * Bytes came, but no frame ended with them.
         *
         * @return milliseconds for which reading stops; 0: reading continues
         */
        long part();

        /**
         * The connection must be closed: the client broke a rule of WebSocket, or holds the most
         * memory while all clients hold too much.
         */
        void broken(CloseCode why);
    }

    /** Sets the listener; must be called before any other method. */
    void listen(Listener listener);

    /** Sets the bytes that the listener holds of unfinished STOMP frames. */
    void unfinished(long bytes);

    /** Sends a ping to the client. */
    void ping();

    /** Whether the socket takes more without much queueing; see {@link #onWritable}. */
    boolean writable();

    /** Writes without flushing. */
    void write(TextMessage message);

    /** Flushes everything written. */
    void flush();

    /** Starts the closing handshake after everything written. */
    void close(CloseCode code);

    /** Closes the connection at once and discards unsent bytes. */
    void abort();

    /** Sets the task that runs on the event loop whenever {@link #writable} becomes true again. */
    void onWritable(Runnable listener);
}
