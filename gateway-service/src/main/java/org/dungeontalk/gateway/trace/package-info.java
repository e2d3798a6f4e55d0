/**
 * Traces of single messages by OpenTelemetry, off by default. The only package that knows its API;
 * whoever calls it asks {@link org.dungeontalk.gateway.trace.Traces#on} first.
 */
package org.dungeontalk.gateway.trace;
