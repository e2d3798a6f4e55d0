package org.dungeontalk.persistence.store;

import org.dungeontalk.persistence.log.MessageKind;

/** The player for whom a room is read. Only its sender and its receiver see a whisper. */
public record RoomViewer(MessageKind kind, String room, String player) {}
