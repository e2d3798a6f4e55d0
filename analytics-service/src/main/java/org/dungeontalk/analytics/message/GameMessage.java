package org.dungeontalk.analytics.message;

import java.util.UUID;

/**
 * A message of the log.
 *
 * @param content the text, or empty if there is none
 * @param whisper whether it is for one player only
 * @param aiResponseMillis the AI's own response time, or -1 if absent
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
