package org.dungeontalk.gateway.room;

import java.util.Arrays;
import java.util.Optional;

/** The actions under {@code /pub/aichat/}. */
public enum AichatAction {
    SEND("send"),
    JOIN("join"),
    LEAVE("leave"),
    TURN_START("turn/start"),
    TURN_END("turn/end");

    private final String destination;

    AichatAction(String path) {
        this.destination = "/pub/aichat/" + path;
    }

    public static Optional<AichatAction> at(String destination) {
        return Arrays.stream(values()).filter(a -> a.destination.equals(destination)).findFirst();
    }
}
