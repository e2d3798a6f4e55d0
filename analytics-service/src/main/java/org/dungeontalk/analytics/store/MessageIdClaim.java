package org.dungeontalk.analytics.store;

import java.util.UUID;

/** A message whose id its sender chose and that wants to be the first with it in its room. */
public record MessageIdClaim(RecordPosition position, UUID messageId, String roomId) {}
