package org.dungeontalk.gateway.presence;

import org.dungeontalk.gateway.room.RoomKey;

/** A player in a room on a gateway: the key of a presence record. */
record Membership(String gateway, RoomKey room, String memberId) {}
