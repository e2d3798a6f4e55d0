package org.dungeontalk.persistence.history;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A page of a room, newest first.
 *
 * @param before the cursor that asks for what is older; null at the room's beginning
 * @param after the cursor that asks for what is newer, now or later; null in an empty room
 */
@RegisterForReflection
public record HistoryPage<T>(List<T> messages, String before, String after) {}
