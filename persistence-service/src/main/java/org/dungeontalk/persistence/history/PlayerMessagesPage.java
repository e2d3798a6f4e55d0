package org.dungeontalk.persistence.history;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Messages of one player, latest first.
 *
 * @param before the cursor that asks for what was said earlier; null if that was all
 */
@RegisterForReflection
public record PlayerMessagesPage(List<PlayerMessage> messages, String before) {}
