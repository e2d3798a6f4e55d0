package org.dungeontalk.analytics.store;

/** Position of a record in the log. */
public record RecordPosition(int partition, long offset) {}
