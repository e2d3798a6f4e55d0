package org.dungeontalk.persistence.log;

/** A message with its place in the log: what becomes one row. */
public record LogRow(LoggedMessage message, int partition, long offset) {}
