package org.dungeontalk.persistence.log;

import java.util.List;

/**
 * The fields of an AI game's message that a chat message does not have; absent ones are null.
 *
 * @param responseTime milliseconds
 */
public record AiTurn(
        String gameId,
        Long turnNumber,
        Long messageOrder,
        Long responseTime,
        List<String> sources) {}
