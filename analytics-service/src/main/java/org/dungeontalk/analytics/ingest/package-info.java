/** Reads the log: batches, decoding, dead letters, and retries while a dependency is away. */
package org.dungeontalk.analytics.ingest;
