/** Batches of the log in, each record decoded once; what can't be used goes to the dead letters. */
package org.dungeontalk.persistence.ingest;
