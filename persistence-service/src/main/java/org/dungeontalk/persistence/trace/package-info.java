/** Traces of single messages by OpenTelemetry, off by default. Only this package uses its API. */
package org.dungeontalk.persistence.trace;
