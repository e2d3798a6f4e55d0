/** The log in: batches, decoding, dead letters, and patience when something is away. */
package org.dungeontalk.analytics.ingest;
