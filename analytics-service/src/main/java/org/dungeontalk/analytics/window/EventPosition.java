package org.dungeontalk.analytics.window;

/**
 * The time and offset of an event in its partition.
 *
 * @param at event time in milliseconds
 */
public record EventPosition(long at, long offset) {}
