package org.dungeontalk.gateway.presence;

/**
 * A player who is in a room.
 *
 * @param id the player's id
 * @param capacity the room's capacity in the player's token; {@code null}: the token has none
 */
record PresentMember(String id, String nickname, Integer capacity) {}
