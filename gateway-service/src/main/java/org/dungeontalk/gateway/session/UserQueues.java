package org.dungeontalk.gateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.stomp.Destination;

/**
 * Under which subscription ids a session takes what is told to its player alone: one for each
 * {@link Destination.UserQueue}, the last one asked for. Confined to the connection's event loop.
 */
final class UserQueues {
    private final Map<String, String> idByAddress = new HashMap<>(4);

    /** What is told at that address comes with that subscription id from now on. */
    void subscribe(String address, String id) {
        idByAddress.put(address, id);
    }

    /** Ends a subscription by its id; nothing happens where there is none. */
    void unsubscribe(String id) {
        idByAddress.values().remove(id);
    }

    /** Ends the subscription to that address; nothing happens where there is none. */
    void unsubscribeFrom(String address) {
        idByAddress.remove(address);
    }

    /** The subscription to that address. */
    Optional<String> idOf(String address) {
        return Optional.ofNullable(idByAddress.get(address));
    }

    /** Whether the id is the one of a subscription to another address than that. */
    boolean isTaken(String id, String address) {
        return idByAddress.entrySet().stream()
                .anyMatch(e -> e.getValue().equals(id) && !e.getKey().equals(address));
    }
}
