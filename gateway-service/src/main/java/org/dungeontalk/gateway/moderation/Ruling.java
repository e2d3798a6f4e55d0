package org.dungeontalk.gateway.moderation;

import java.time.Instant;

/** What a record of the topics {@code moderation} and {@code revocations} says of a player. */
public sealed interface Ruling {

    String playerId();

    /**
     * The player may not speak.
     *
     * @param until when that ends by itself; {@link Instant#MAX}: only when it is lifted
     */
    record Muted(String playerId, Instant until) implements Ruling {
        /** Whether it ends only when somebody lifts it. */
        public boolean untilLifted() {
            return until.equals(Instant.MAX);
        }
    }

    /** The player may speak. */
    record NotMuted(String playerId) implements Ruling {}

    /** Tokens of the player made before that moment are void. */
    record Revoked(String playerId, Instant notBefore) implements Ruling {}

    /** All tokens of the player are good again. */
    record NotRevoked(String playerId) implements Ruling {}
}
