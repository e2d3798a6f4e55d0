package org.dungeontalk.gateway.stomp;

/** A decoded unit of a client's bytes. */
public sealed interface StompInput permits StompFrame, StompInput.HeartBeat {

    /** An end of line between frames: the client is alive. */
    record HeartBeat() implements StompInput {}
}
