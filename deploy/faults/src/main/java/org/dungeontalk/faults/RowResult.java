package org.dungeontalk.faults;

/**
 * The result of a fault run.
 *
 * @param held whether it meets the row's requirement
 * @param text the result, on one line
 */
record RowResult(boolean held, String text) {}
