/**
 * Writes batches of the log to the database; gives records that cannot be used to the dead letters.
 */
package org.dungeontalk.persistence.ingest;
