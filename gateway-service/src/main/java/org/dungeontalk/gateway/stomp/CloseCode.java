package org.dungeontalk.gateway.stomp;

/**
 * Why the gateway ends a connection, and what the client should do then. docs/protocol.md says the
 * same to client authors.
 */
public enum CloseCode {
    /** The client said DISCONNECT. */
    NORMAL(1000, Duty.STAY_AWAY, "bye"),
    /** The client broke the protocol; an ERROR frame said how. */
    PROTOCOL_ERROR(1002, Duty.STAY_AWAY, "protocol error"),
    /** Text that is not UTF-8. */
    NOT_UTF8(1007, Duty.STAY_AWAY, "text is not UTF-8"),
    /** Refused messages kept coming past the limit. */
    POLICY(1008, Duty.COME_BACK_LATER, "too many refused messages"),
    /** A WebSocket message over the limit. */
    TOO_LARGE(1009, Duty.STAY_AWAY, "message too large"),
    /** A bug of ours; the log has the details. */
    INTERNAL(1011, Duty.COME_BACK_LATER, "internal error"),
    /** This gateway is being restarted. */
    RESTART(1012, Duty.RESUME, "gateway restarts"),
    /**
     * The token can't be judged now: its issuer's keys are away, or too many wait. Or unfinished
     * frames of all clients hold too much, and this one's much for long.
     */
    TRY_AGAIN_LATER(1013, Duty.COME_BACK_LATER, "try again later"),
    /** The client reads slower than its rooms talk; what it missed is in the log. */
    SLOW_CONSUMER(4001, Duty.RESUME, "slow consumer"),
    /** Nothing was heard for one and a half heart-beats. */
    SILENT(4002, Duty.RESUME, "no heart-beat"),
    /** No CONNECT in time. */
    NO_CONNECT(4003, Duty.STAY_AWAY, "no CONNECT in time"),
    /** The token expired; come back with a new one. */
    TOKEN_EXPIRED(4004, Duty.RENEW_TOKEN, "token expired"),
    /** CONNECT without a valid token. */
    UNAUTHORIZED(4005, Duty.RENEW_TOKEN, "no valid token"),
    /** The log ran past what the gateway could read; the stream would have a hole. */
    LOG_GAP(4006, Duty.RESUME, "resume from your cursor"),
    /** The address has too many connections, or too many come at once. */
    TOO_MANY_CONNECTIONS(4007, Duty.COME_BACK_LATER, "too many connections"),
    /** The player's tokens were revoked; one made from now on is good. */
    TOKEN_REVOKED(4008, Duty.RENEW_TOKEN, "token revoked"),
    /** The player has too many connections, and a newer one took this one's place. */
    REPLACED(4009, Duty.STAY_AWAY, "replaced by a newer connection");

    /** What a well-behaved client does after the close. */
    public enum Duty {
        /** Reconnect at once, with jitter, and resume after the last cursor. */
        RESUME,
        /** Reconnect after seconds, growing. */
        COME_BACK_LATER,
        /** Get a new token first, then reconnect and resume. */
        RENEW_TOKEN,
        /** Don't reconnect by itself: it would end the same way. */
        STAY_AWAY
    }

    private final int code;
    private final Duty duty;
    private final String reason;

    CloseCode(int code, Duty duty, String reason) {
        this.code = code;
        this.duty = duty;
        this.reason = reason;
    }

    /** The WebSocket close code. */
    public int code() {
        return code;
    }

    public Duty duty() {
        return duty;
    }

    /** Whether the player is expected back, and its place in its rooms is kept for a moment. */
    public boolean comesBack() {
        return duty != Duty.STAY_AWAY && this != TOKEN_REVOKED;
    }

    /** The text of the close frame, under 123 bytes. */
    public String reason() {
        return reason;
    }
}
