package org.dungeontalk.persistence.log;

/** A message with its partition and offset: one row of the table. */
public record LogRow(LoggedMessage message, int partition, long offset) {}
