package org.dungeontalk.load.replay;

/**
 * One line of a recorded session.
 *
 * @param room where it was said
 * @param player who said it, as written
 * @param text what was said
 */
record Line(String room, String player, String text) {}
