package org.dungeontalk.analytics.session;

import org.dungeontalk.analytics.message.Kind;

/**
 * A player's finished stay in a room.
 *
 * @param startedAt event time of the first message, JOIN or other, in milliseconds
 * @param endedAt event time of LEAVE, or of the last message before a long silence
 */
public record Session(
        Kind kind, String roomId, String playerId, long startedAt, long endedAt, long messages) {}
