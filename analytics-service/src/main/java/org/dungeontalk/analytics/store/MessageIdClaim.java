package org.dungeontalk.analytics.store;

import java.util.UUID;

/** A claim of a message, whose sender chose the id, to be the first with this id in its room. */
public record MessageIdClaim(RecordPosition position, UUID messageId, String roomId) {}
