package org.dungeontalk.faults.check;

import java.util.List;

/**
 * The messages of one player in one room, as ids.
 *
 * @param sent all messages that left the player, answered or not
 * @param receipts those that got a receipt
 * @param read in the order of arrival
 */
public record PlayerStream(
        String name, String room, List<String> sent, List<String> receipts, List<String> read) {}
