package org.dungeontalk.analytics.store;

/** Where a record lies in the log. */
public record Place(int partition, long offset) {}
