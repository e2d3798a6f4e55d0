package org.dungeontalk.persistence.erasure;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A request for erasure. It is kept for ever, so that no later write restores the messages.
 *
 * @param pseudonym replaces the player's id and nickname
 * @param through the newest {@code createdAt} that it covers; later messages are kept
 * @param rowsChanged rows whose names or content were changed
 * @param finishedAt null while rows are still being changed
 */
@RegisterForReflection
public record Erasure(
        String pseudonym,
        ErasureMode mode,
        Instant through,
        String requestedBy,
        Instant requestedAt,
        long rowsChanged,
        Instant finishedAt) {}
