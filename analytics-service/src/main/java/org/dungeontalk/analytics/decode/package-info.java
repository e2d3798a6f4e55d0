/** Decodes the records of the log, as docs/contract says. Knows neither Kafka nor a framework. */
package org.dungeontalk.analytics.decode;
