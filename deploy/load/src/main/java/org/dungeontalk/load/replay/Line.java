package org.dungeontalk.load.replay;

/**
 * One line of a recorded session.
 *
 * @param room the id of its room
 * @param player its author, as written
 * @param text the text
 */
record Line(String room, String player, String text) {}
