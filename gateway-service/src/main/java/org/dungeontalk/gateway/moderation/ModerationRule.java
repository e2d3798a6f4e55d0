package org.dungeontalk.gateway.moderation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A record of the topics {@code moderation} and {@code revocations}: a rule for one player. */
public sealed interface ModerationRule {

    String playerId();

    /**
     * The player may not speak.
     *
     * @param until when the mute ends by itself; {@link Instant#MAX}: only when it is lifted
     * @param at when it was decided; {@link Instant#MAX}: unknown, so the newest record counts
     * @param reason for the player, at most 500 characters; {@code null} if none is known
     */
    record Muted(String playerId, Instant until, Instant at, String reason)
            implements ModerationRule {
        /** The same mute without its reason. */
        Muted withoutReason() {
            return new Muted(playerId, until, at, null);
        }

        /** When the mute ends by itself; empty: only when it is lifted. */
        public Optional<Instant> ends() {
            return Optional.of(until).filter(u -> !u.equals(Instant.MAX));
        }
    }

    /** The player may speak. @param at as of {@link Muted} */
    record NotMuted(String playerId, Instant at) implements ModerationRule {}

    /**
     * Tokens of the player issued before {@code notBefore} are void.
     *
     * <p>Most issuers write {@code iat} in whole seconds. Such a token may have been issued at any
     * moment of its second, so it is void only if the whole second lies before that of {@code
     * notBefore}: a token issued right after the revocation is valid. An {@code iat} with a
     * fraction is compared exactly.
     */
    record Revoked(String playerId, Instant notBefore) implements ModerationRule {
        /**
         * @param issued when the token was issued; the epoch if it doesn't say: it is void
         */
        public boolean voids(Instant issued) {
            return issued.isBefore(
                    issued.getNano() == 0 ? notBefore.truncatedTo(ChronoUnit.SECONDS) : notBefore);
        }
    }

    /** The player's tokens are valid again. */
    record NotRevoked(String playerId) implements ModerationRule {}
}
