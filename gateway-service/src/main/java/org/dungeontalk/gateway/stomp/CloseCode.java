package org.dungeontalk.gateway.stomp;

/**
 * The reason why the gateway closes a connection, and what the client should do next.
 * docs/protocol.md explains them to client authors.
 */
public enum CloseCode {
    /** The client sent DISCONNECT. */
    NORMAL(1000, Duty.STAY_AWAY, "bye"),
    /** The client broke the protocol; an ERROR frame named the error. */
    PROTOCOL_ERROR(1002, Duty.STAY_AWAY, "protocol error"),
    /** A text was not UTF-8. */
    NOT_UTF8(1007, Duty.STAY_AWAY, "text is not UTF-8"),
    /** Too many messages were refused. */
    POLICY(1008, Duty.COME_BACK_LATER, "too many refused messages"),
    /** A WebSocket message was over the limit. */
    TOO_LARGE(1009, Duty.STAY_AWAY, "message too large"),
    /** A bug of the gateway; its log has the details. */
    INTERNAL(1011, Duty.COME_BACK_LATER, "internal error"),
    /** This gateway is being restarted. */
    RESTART(1012, Duty.RESUME, "gateway restarts"),
    /**
     * The token can't be checked now, because its issuer's keys are unavailable or too many tokens
     * wait. Or unfinished frames of all clients hold too much memory, and this client holds much
     * for long.
     */
    TRY_AGAIN_LATER(1013, Duty.COME_BACK_LATER, "try again later"),
    /** The client reads more slowly than messages come; those it missed are in the log. */
    SLOW_CONSUMER(4001, Duty.RESUME, "slow consumer"),
    /** The client was silent for one and a half heart-beats. */
    SILENT(4002, Duty.RESUME, "no heart-beat"),
    /** The client sent no CONNECT in time. */
    NO_CONNECT(4003, Duty.STAY_AWAY, "no CONNECT in time"),
    /** The token has expired. */
    TOKEN_EXPIRED(4004, Duty.RENEW_TOKEN, "token expired"),
    /** CONNECT had no valid token. */
    UNAUTHORIZED(4005, Duty.RENEW_TOKEN, "no valid token"),
    /** The stream has a gap: messages were gone from the log before the gateway read them. */
    LOG_GAP(4006, Duty.RESUME, "resume from your cursor"),
    /** The address has too many connections, or opens too many at once. */
    TOO_MANY_CONNECTIONS(4007, Duty.COME_BACK_LATER, "too many connections"),
    /** The player's tokens were revoked; a token issued from now on is valid. */
    TOKEN_REVOKED(4008, Duty.RENEW_TOKEN, "token revoked"),
    /** The player has too many connections, and a newer one replaced this one. */
    REPLACED(4009, Duty.STAY_AWAY, "replaced by a newer connection");

    /** What the client should do after the close. */
    public enum Duty {
        /** Reconnect at once, with jitter, and resume after the last cursor. */
        RESUME,
        /** Reconnect after some seconds, with a growing delay. */
        COME_BACK_LATER,
        /** Get a new token first, then reconnect and resume. */
        RENEW_TOKEN,
        /** Don't reconnect automatically: it would end the same way. */
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

    /** Whether the player may be back soon and stays a member for the grace period. */
    public boolean comesBack() {
        return duty != Duty.STAY_AWAY && this != TOKEN_REVOKED;
    }

    /** The text of the close frame, under 123 bytes. */
    public String reason() {
        return reason;
    }
}
