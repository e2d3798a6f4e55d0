package org.dungeontalk.persistence.log;

import java.util.List;

/**
 * What an AI game's message has beyond a chat message; a field that the body left out is null.
 *
 * @param responseTime milliseconds
 */
public record AiTurn(
        String gameId,
        Long turnNumber,
        Long messageOrder,
        Long responseTime,
        List<String> sources) {

    /** A turn of which the body said nothing. */
    public static final AiTurn NONE = new AiTurn(null, null, null, null, null);
}
