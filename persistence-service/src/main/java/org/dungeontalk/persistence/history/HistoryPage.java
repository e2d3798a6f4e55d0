package org.dungeontalk.persistence.history;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A page of a room, newest first.
 *
 * @param before the cursor for older messages; null at the beginning of the room
 * @param after the cursor for newer messages, now or later; null in an empty room
 */
@RegisterForReflection
public record HistoryPage<T>(List<T> messages, String before, String after) {}
