package org.dungeontalk.faults;

/**
 * What a fault run found.
 *
 * @param held whether it is within what the row is held to
 * @param text the figure, on one line
 */
record Figure(boolean held, String text) {}
