package org.dungeontalk.gateway.wire;

import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * The way out to one client. All methods are called on the connection's event loop; none blocks.
 *
 * <p>Two implementations: {@link NettyWire} shares framed bytes and flushes once a turn, {@link
 * PlainWire} uses nothing but the framework's public interface.
 */
public interface Wire {

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
