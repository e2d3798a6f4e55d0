package org.dungeontalk.faults.player;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;

/**
 * Makes the ids of a player's messages from the player's clock, or from a gateway's after a refusal
 * has shown that the two differ. Not thread-safe.
 */
final class MessageIds {

    /** An id that was only used too late is refused too, and then the clocks differ by less. */
    private static final Duration SAME_CLOCK = Duration.ofMinutes(1);

    private final Clock clock;
    private Duration ahead = Duration.ZERO;

    MessageIds(Clock clock) {
        this.clock = clock;
    }

    /** A new id. */
    String next() {
        return MessageId.at(clock.instant().plus(ahead).toEpochMilli());
    }

    /**
     * Learns the gateway's time from a refusal.
     *
     * @return whether new ids have another time now, so that the message can be sent with one
     */
    boolean correctedBy(Answer.Refused refusal) {
        Optional<Duration> shown =
                refusal.serverTime()
                        .map(time -> Duration.between(clock.instant(), time))
                        .filter(found -> found.minus(ahead).abs().compareTo(SAME_CLOCK) > 0);
        shown.ifPresent(found -> ahead = found);
        return shown.isPresent();
    }
}
