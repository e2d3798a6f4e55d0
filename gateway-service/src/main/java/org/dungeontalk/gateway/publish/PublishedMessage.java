package org.dungeontalk.gateway.publish;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The answer to a published message.
 *
 * @param messageId a UUIDv7
 * @param cursor its position in the log
 */
@RegisterForReflection
public record PublishedMessage(String messageId, String cursor) {}
