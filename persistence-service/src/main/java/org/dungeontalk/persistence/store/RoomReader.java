package org.dungeontalk.persistence.store;

import org.dungeontalk.persistence.log.MessageKind;

/** Whose eyes a room is read with: whispers are told to their two only. */
public record RoomReader(MessageKind kind, String room, String player) {}
