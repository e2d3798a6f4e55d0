package org.dungeontalk.faults.proxy;

/** The state of the network behind a {@link TcpProxy}. */
public enum Link {
    /** Everything passes at once. */
    OPEN,

    /**
     * Nothing arrives, neither bytes nor the end of a connection, and no side is told. What was
     * sent arrives when the link is open again, because TCP sends it again.
     */
    HALF_OPEN,

    /** All connections are reset, new ones too. */
    CUT,

    /**
     * Each direction of a connection passes {@value TcpProxy#PIECE} bytes in {@value
     * TcpProxy#SLOW_MILLIS} ms, and each byte takes at least that long.
     */
    SLOW
}
