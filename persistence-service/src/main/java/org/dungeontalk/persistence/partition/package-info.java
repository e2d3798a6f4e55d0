/** Partitions of the table of messages by time: created ahead, dropped after their retention. */
package org.dungeontalk.persistence.partition;
