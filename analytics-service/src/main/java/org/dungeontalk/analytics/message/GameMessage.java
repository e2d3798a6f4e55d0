package org.dungeontalk.analytics.message;

import java.util.UUID;

/**
 * A message of the log.
 *
 * @param content the text; empty where there is none
 * @param whisper whether it was meant for one player
 * @param aiResponseMillis how long the AI says it took, -1 where nothing is said
 * @param at event time: the body's {@code createdAt}, in milliseconds since 1970
 */
public record GameMessage(
        Kind kind,
        Type type,
        String roomId,
        UUID messageId,
        String playerId,
        String content,
        boolean whisper,
        long aiResponseMillis,
        long at) {}
