package org.dungeontalk.gateway.presence;

/**
 * A player who is in a room.
 *
 * @param id the player's id
 * @param capacity how many players the room holds, as the player's token says; {@code null}: it
 *     doesn't
 */
record PresentMember(String id, String nickname, Integer capacity) {}
