package org.dungeontalk.gateway.publish;

import org.dungeontalk.gateway.message.LogMessage;

/**
 * A message on its way into the log.
 *
 * @param since when the message came in, on the clock of {@link System#nanoTime}
 * @param traceparent the value of the sender's header; {@code null} for none
 */
public record Submission(LogMessage message, Priority priority, long since, String traceparent) {}
