package org.dungeontalk.gateway.publish;

import org.dungeontalk.gateway.message.LogMessage;

/**
 * A message on its way into the log, and what came with it.
 *
 * @param since when the message came in, on {@link System#nanoTime}'s clock
 * @param traceparent the sender's header of that name; {@code null} for none
 */
public record Submission(LogMessage message, Priority priority, long since, String traceparent) {}
