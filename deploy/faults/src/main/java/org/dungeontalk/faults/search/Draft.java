package org.dungeontalk.faults.search;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.PlayerHistory;
import org.dungeontalk.load.player.MessageId;

/**
 * A message of a player.
 *
 * @param receiver who gets a whisper; empty: all members of the room
 * @param madeAt {@link System#nanoTime} of its id
 */
record Draft(String id, String text, Optional<String> receiver, long madeAt) {

    /** Less than the gateways' two minutes, because of the way to them. */
    private static final int REPEATABLE_SECONDS = 100;

    static Draft of(String text, Optional<String> receiver) {
        return new Draft(MessageId.next(), text, receiver, System.nanoTime());
    }

    /** Records that it leaves the player, or leaves again. */
    void leaves(PlayerHistory history) {
        receiver.ifPresentOrElse(player -> history.whispered(id, player), () -> history.sent(id));
    }

    /** Whether gateways may have forgotten the id, or may do so while the message is on its way. */
    boolean isOld() {
        return System.nanoTime() - madeAt > TimeUnit.SECONDS.toNanos(REPEATABLE_SECONDS);
    }

    /** Whether something in the run gives a reason for this code, which is not temporary. */
    boolean mayBeRefusedAs(String code) {
        return code.equals("MUTED") || code.equals("MESSAGE_ID_EXPIRED") && isOld();
    }
}
