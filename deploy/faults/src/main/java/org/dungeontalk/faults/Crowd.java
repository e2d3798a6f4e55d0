package org.dungeontalk.faults;

import java.time.Duration;
import org.dungeontalk.faults.check.History;

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
 */
record Crowd(
        String region,
        String prefix,
        int players,
        int rooms,
        String text,
        Duration tokensSince,
        Duration tokensFor) {

    /** Players of the only region with short messages and new tokens. */
    static Crowd of(int players, int rooms) {
        return new Crowd(
                History.ONLY_REGION,
                "player-",
                players,
                rooms,
                "",
                Duration.ZERO,
                Duration.ofHours(1));
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
                tokensFor);
    }

    /** The same with this text. */
    Crowd saying(String otherText) {
        return new Crowd(region, prefix, players, rooms, otherText, tokensSince, tokensFor);
    }

    /** The same with tokens that are valid this long before and after now. */
    Crowd withTokens(Duration before, Duration after) {
        return new Crowd(region, prefix, players, rooms, text, before, after);
    }

    /** The room of a player. */
    String room(int player) {
        return "room-" + player % rooms;
    }
}
