package org.dungeontalk.analytics.window;

/**
 * When and where in its partition something happened.
 *
 * @param at event time in milliseconds
 */
public record EventPosition(long at, long offset) {}
