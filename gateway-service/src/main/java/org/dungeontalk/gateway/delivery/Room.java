package org.dungeontalk.gateway.delivery;

import java.util.Arrays;
import org.dungeontalk.gateway.wire.Loop;

/**
 * A room with at least one member on this gateway, divided by event loop. Shards are read by the
 * log's thread.
 */
final class Room {
    private volatile Shard[] shards = {};

    /** A snapshot; safe to read on any thread. */
    Shard[] shards() {
        return shards;
    }

    /** The shard of that loop, made if absent. Calls are serialised by {@link Rooms}. */
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
     * Drops an empty shard; true if the room is now empty. Calls are serialised by {@link Rooms}.
     */
    boolean drop(Shard shard) {
        shards = Arrays.stream(shards).filter(s -> s != shard).toArray(Shard[]::new);
        return shards.length == 0;
    }
}
