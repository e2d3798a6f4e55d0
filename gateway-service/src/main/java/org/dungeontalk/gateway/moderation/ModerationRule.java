package org.dungeontalk.gateway.moderation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a record of the topics {@code moderation} and {@code revocations} says of a player. */
public sealed interface ModerationRule {

    String playerId();

    /**
     * The player may not speak.
     *
     * @param until when that ends by itself; {@link Instant#MAX}: only when it is lifted
     * @param at when it was decided; {@link Instant#MAX}: not said, the newest record holds
     * @param reason in words for the player, at most 500 characters; {@code null}: none is known
     */
    record Muted(String playerId, Instant until, Instant at, String reason)
            implements ModerationRule {
        /** The same, if nobody has said why. */
        Muted withoutReason() {
            return new Muted(playerId, until, at, null);
        }

        /** When it ends by itself; empty: only when somebody lifts it. */
        public Optional<Instant> ends() {
            return Optional.of(until).filter(u -> !u.equals(Instant.MAX));
        }
    }

    /** The player may speak. @param at as of {@link Muted} */
    record NotMuted(String playerId, Instant at) implements ModerationRule {}

    /**
     * Tokens of the player made before that moment are void.
     *
     * <p>Most issuers write {@code iat} in whole seconds. Such a token may have been made at any
     * moment of its second, so it is void only if the whole second lies before the one of {@code
     * notBefore}: a token made anew right after the revocation is good. An {@code iat} with a
     * fraction is compared as it is.
     */
    record Revoked(String playerId, Instant notBefore) implements ModerationRule {
        /**
         * @param issued when the token was made; the epoch for one that doesn't say, which is void
         */
        public boolean voids(Instant issued) {
            return issued.isBefore(
                    issued.getNano() == 0 ? notBefore.truncatedTo(ChronoUnit.SECONDS) : notBefore);
        }
    }

    /** All tokens of the player are good again. */
    record NotRevoked(String playerId) implements ModerationRule {}
}
