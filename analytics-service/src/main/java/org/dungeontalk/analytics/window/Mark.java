package org.dungeontalk.analytics.window;

/**
 * When and where in its partition something happened.
 *
 * @param at event time in milliseconds
 */
public record Mark(long at, long offset) {}
