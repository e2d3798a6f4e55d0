/**
 * Watches the consumer of the group: its partitions, its lag, and what keeps a partition from being
 * read.
 */
package org.dungeontalk.persistence.consumer;
