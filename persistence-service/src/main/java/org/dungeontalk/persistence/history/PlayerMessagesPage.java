package org.dungeontalk.persistence.history;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Messages of one player, latest first.
 *
 * @param before the cursor for earlier messages; null if there are none
 */
@RegisterForReflection
public record PlayerMessagesPage(List<PlayerMessage> messages, String before) {}
