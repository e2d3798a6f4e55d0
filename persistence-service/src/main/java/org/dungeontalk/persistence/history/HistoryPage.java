package org.dungeontalk.persistence.history;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A page of a room, newest first.
 *
 * @param before the cursor that asks for the next older page; null at the room's beginning
 */
@RegisterForReflection
public record HistoryPage<T>(List<T> messages, String before) {}
