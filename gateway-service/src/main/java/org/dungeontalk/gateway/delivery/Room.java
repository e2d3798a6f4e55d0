package org.dungeontalk.gateway.delivery;

import java.util.Arrays;
import org.dungeontalk.gateway.wire.Loop;

/**
 * A room with at least one member on this gateway, divided by event loop. The log reader's thread
 * reads the shards.
 */
final class Room {
    private volatile Shard[] shards = {};

    /** A snapshot. Any thread. */
    Shard[] shards() {
        return shards;
    }

    /** The shard of the loop, created if absent. {@link Rooms} serialises the calls. */
    Shard shard(Loop loop) {
        for (Shard shard : shards) {
            if (shard.loop() == loop) {
                return shard;
            }
        }
        Shard made = new Shard(loop);
        Shard[] more = Arrays.copyOf(shards, shards.length + 1);
        more[shards.length] = made;
        shards = more;
        return made;
    }

    /**
     * Removes an empty shard; true if the room is now empty. {@link Rooms} serialises the calls.
     */
    boolean drop(Shard shard) {
        shards = Arrays.stream(shards).filter(s -> s != shard).toArray(Shard[]::new);
        return shards.length == 0;
    }
}
