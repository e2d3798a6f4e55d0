package org.dungeontalk.analytics.activity;

import java.util.Optional;

/**
 * A record of the log, as the counting sees it.
 *
 * @param message empty: the record went to the dead letters and only moves the progress
 */
public record Entry(int partition, long offset, Optional<GameMessage> message) {}
