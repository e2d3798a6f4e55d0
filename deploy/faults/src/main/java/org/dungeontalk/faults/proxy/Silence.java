package org.dungeontalk.faults.proxy;

import java.time.Duration;

/**
 * A client's wait for an answer over a half-open link.
 *
 * @param opening the first bytes that the client sent over the connection, as ISO 8859-1
 * @param lasted how long it waited before it closed the connection, or has waited until now
 */
public record Silence(String opening, Duration lasted) {}
