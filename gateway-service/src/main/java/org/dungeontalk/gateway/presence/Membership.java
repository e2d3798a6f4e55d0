package org.dungeontalk.gateway.presence;

import org.dungeontalk.gateway.room.RoomKey;

/** A player in a room on a gateway: what one record of the topic is about. */
record Membership(String gateway, RoomKey room, String memberId) {}
