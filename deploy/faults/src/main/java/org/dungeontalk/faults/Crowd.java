package org.dungeontalk.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;

/**
 * Players to gather.
 *
 * @param region its name in the history
 * @param prefix beginning of the players' names
 * @param players number of players
 * @param rooms number of rooms; the players are spread over them in turn
 * @param text what their messages say, before the player's name
 * @param tokensSince how long ago their tokens were issued
 * @param tokensFor how long the tokens are still valid
 * @param signer signs their tokens, and those of the queries in the end
 */
record Crowd(
        String region,
        String prefix,
        int players,
        int rooms,
        String text,
        Duration tokensSince,
        Duration tokensFor,
        Signer signer) {

    /** Chooses the issuer of tokens. */
    interface Signer {

        /** Signs the tokens that are made now. */
        SignedToken of(Stack stack) throws IOException;
    }

    /** Players of the only region with short messages and new tokens. */
    static Crowd of(int players, int rooms) {
        return new Crowd(
                History.ONLY_REGION,
                "player-",
                players,
                rooms,
                "",
                Duration.ZERO,
                Duration.ofHours(1),
                stack -> new SignedToken(stack.data().secret()));
    }

    /** The same in one of several regions, with names of their own. */
    Crowd in(String otherRegion) {
        return new Crowd(
                otherRegion,
                otherRegion + "-" + prefix,
                players,
                rooms,
                text,
                tokensSince,
                tokensFor,
                signer);
    }

    /** The same with this text. */
    Crowd saying(String otherText) {
        return new Crowd(region, prefix, players, rooms, otherText, tokensSince, tokensFor, signer);
    }

    /** The same with tokens that are valid this long before and after now. */
    Crowd withTokens(Duration before, Duration after) {
        return new Crowd(region, prefix, players, rooms, text, before, after, signer);
    }

    /**
     * The same with tokens of another issuer.
     *
     * @param other queried for each signature that is made; it may change
     */
    Crowd signedBy(Supplier<SignedToken> other) {
        return new Crowd(
                region, prefix, players, rooms, text, tokensSince, tokensFor, stack -> other.get());
    }

    /** The room of a player. */
    String room(int player) {
        return "room-" + player % rooms;
    }
}
