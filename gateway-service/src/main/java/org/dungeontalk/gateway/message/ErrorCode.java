package org.dungeontalk.gateway.message;

/**
 * The reason for refusing a SEND or SUBSCRIBE; sent to the player on {@code /user/queue/errors}.
 */
public enum ErrorCode {
    INVALID_JSON(false),
    INVALID_FIELD(false),
    INVALID_MESSAGE_ID(false),
    MESSAGE_ID_REUSED(false),
    MESSAGE_ID_EXPIRED(false),
    CONTENT_TOO_LONG(false),
    NOT_YOUR_ID(false),
    ROOM_FORBIDDEN(false),
    ROLE_REQUIRED(false),
    MUTED(false),
    UNKNOWN_DESTINATION(false),
    TOO_MANY_SUBSCRIPTIONS(false),
    ROOM_FULL(true),
    RATE_LIMITED(true),
    TOO_MANY_IN_FLIGHT(true),
    GATEWAY_BUSY(true),
    LOG_UNAVAILABLE(true),
    DRAINING(true);

    private final boolean temporary;

    ErrorCode(boolean temporary) {
        this.temporary = temporary;
    }

    /** Whether the same message, sent again later, may succeed. */
    public boolean temporary() {
        return temporary;
    }
}
