package org.dungeontalk.analytics.store;

/** Where a record lies in the log. */
public record RecordPosition(int partition, long offset) {}
