/**
 * Traces of single messages with OpenTelemetry, off by default. No other package uses its API.
 * Callers must check {@link org.dungeontalk.gateway.trace.Traces#on} first.
 */
package org.dungeontalk.gateway.trace;
