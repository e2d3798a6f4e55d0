package org.dungeontalk.analytics.activity;

import java.time.Instant;
import java.util.UUID;

/**
 * A message of the log, as far as it is counted. Whatever its type (a JOIN, an AI's answer), it is
 * one message of its sender.
 *
 * @param createdAt event time, the server's clock at acceptance
 */
public record GameMessage(
        Kind kind, String roomId, UUID messageId, String playerId, Instant createdAt) {}
