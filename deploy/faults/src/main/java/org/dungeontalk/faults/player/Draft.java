package org.dungeontalk.faults.player;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.PlayerHistory;

/**
 * A message of a player.
 *
 * @param receiver who gets a whisper; empty: all members of the room
 * @param madeAt {@link System#nanoTime} of its id
 */
public record Draft(String id, String text, Optional<String> receiver, long madeAt) {

    /** Less than the gateways' two minutes, because of the way to them. */
    private static final int REPEATABLE_SECONDS = 100;

    /** A message that is made now. */
    static Draft of(String id, String text, Optional<String> receiver) {
        return new Draft(id, text, receiver, System.nanoTime());
    }

    /** Records that it leaves the player, or leaves again. */
    void leaves(PlayerHistory history) {
        receiver.ifPresentOrElse(player -> history.whispered(id, player), () -> history.sent(id));
    }

    /** Whether gateways may have forgotten the id, or may do so while the message is on its way. */
    public boolean isOld() {
        return System.nanoTime() - madeAt > TimeUnit.SECONDS.toNanos(REPEATABLE_SECONDS);
    }
}
