/** Asks Kafka about the log: its identity, its offsets, and records that cannot be read. */
package org.dungeontalk.persistence.kafka;
