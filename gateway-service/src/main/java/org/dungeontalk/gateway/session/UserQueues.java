package org.dungeontalk.gateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.stomp.Destination;

/**
 * The subscription ids of a session's {@link Destination.UserQueue}s; the latest SUBSCRIBE to a
 * queue counts. Confined to the connection's event loop.
 */
final class UserQueues {
    private final Map<String, String> idByAddress = new HashMap<>(4);

    /** Messages of the queue carry this subscription id from now on. */
    void subscribe(String address, String id) {
        idByAddress.put(address, id);
    }

    /** Ends the subscription with the id, if there is one. */
    void unsubscribe(String id) {
        idByAddress.values().remove(id);
    }

    /** Ends the subscription to the address, if there is one. */
    void unsubscribeFrom(String address) {
        idByAddress.remove(address);
    }

    /** The id of the subscription to the address. */
    Optional<String> idOf(String address) {
        return Optional.ofNullable(idByAddress.get(address));
    }

    /** Whether the id belongs to a subscription to another address. */
    boolean isTaken(String id, String address) {
        return idByAddress.entrySet().stream()
                .anyMatch(e -> e.getValue().equals(id) && !e.getKey().equals(address));
    }
}
