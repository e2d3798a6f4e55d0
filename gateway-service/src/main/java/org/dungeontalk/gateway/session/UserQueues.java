package org.dungeontalk.gateway.session;

import java.util.Optional;
import org.dungeontalk.gateway.stomp.Destination;

/**
 * The subscription ids of a session's {@link Destination.UserQueue}s; the latest SUBSCRIBE to a
 * queue counts. Confined to the connection's event loop.
 */
final class UserQueues {
    private String errors;
    private String moderation;

    /** Messages of the queue carry this subscription id from now on. */
    void subscribe(String address, String id) {
        set(address, id);
    }

    /** Ends the subscription with the id, if there is one. */
    void unsubscribe(String id) {
        if (id.equals(errors)) {
            errors = null;
        } else if (id.equals(moderation)) {
            moderation = null;
        }
    }

    /** Ends the subscription to the address, if there is one. */
    void unsubscribeFrom(String address) {
        set(address, null);
    }

    private void set(String address, String id) {
        switch (address) {
            case Destination.ERRORS -> errors = id;
            case Destination.MODERATION -> moderation = id;
            default -> {}
        }
    }

    /** The id of the subscription to the address. */
    Optional<String> idOf(String address) {
        return switch (address) {
            case Destination.ERRORS -> Optional.ofNullable(errors);
            case Destination.MODERATION -> Optional.ofNullable(moderation);
            default -> Optional.empty();
        };
    }

    /** Whether the id belongs to a subscription to another address. */
    boolean isTaken(String id, String address) {
        return id.equals(errors) && !address.equals(Destination.ERRORS)
                || id.equals(moderation) && !address.equals(Destination.MODERATION);
    }
}
