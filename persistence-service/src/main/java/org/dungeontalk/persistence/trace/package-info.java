/**
 * Traces of single messages by OpenTelemetry, off by default; the only package that knows its API.
 */
package org.dungeontalk.persistence.trace;
