package org.dungeontalk.gateway.stomp;

/** What a client's bytes decode to. */
public sealed interface StompInput permits StompFrame, StompInput.HeartBeat {

    /** An end of line between frames: the peer is alive. */
    record HeartBeat() implements StompInput {}
}
