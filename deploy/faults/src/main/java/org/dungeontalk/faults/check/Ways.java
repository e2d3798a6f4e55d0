package org.dungeontalk.faults.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the ways of messages of a room in all events.
 *
 * @param players all devices; those of other regions only send
 * @param stored the stored messages in the order of the log
 */
record Ways(RoomHistory room, List<PlayerEvents> players, Ints stored) {

    /** The way of a message. */
    Way of(int message) {
        List<Way.Step> steps = new ArrayList<>();
        List<Way.Reading> readings = new ArrayList<>();
        long first = Long.MAX_VALUE;
        for (PlayerEvents player : players) {
            first = Math.min(first, follow(player, message, steps, readings));
        }
        steps.sort((one, other) -> Long.compare(one.at(), other.at()));
        readings.sort((one, other) -> Long.compare(one.at(), other.at()));
        return new Way(
                room.name(),
                room.id(message),
                first,
                room.receiver(message),
                List.copyOf(steps),
                places(message),
                stored.size(),
                List.copyOf(readings));
    }

    /** Adds what one player did with the message. Returns the time of its first event. */
    private static long follow(
            PlayerEvents player, int message, List<Way.Step> steps, List<Way.Reading> readings) {
        long first = Long.MAX_VALUE;
        int read = 0;
        int ofHistory = 0;
        Events.View events = player.events();
        for (int event = 0; event < events.size(); event++) {
            EventKind kind = events.kind(event);
            boolean here = events.message(event) == message;
            long at = events.at(event);
            switch (kind) {
                case HISTORY -> ofHistory = 0;
                case READ_HISTORY -> ofHistory++;
                case READ_LIVE, READ_RESUMED -> read++;
                default -> {}
            }
            if (here && kind.isOfSender()) {
                steps.add(new Way.Step(player.name(), what(player.player(), kind, event), at));
                first = Math.min(first, at);
            } else if (here && player.home() && kind.source() != null) {
                int place = kind == EventKind.READ_HISTORY ? ofHistory : read;
                readings.add(new Way.Reading(player.name(), place, kind.source(), at));
                first = Math.min(first, at);
            }
        }
        return first;
    }

    private static String what(PlayerHistory player, EventKind kind, int event) {
        return switch (kind) {
            case SENT -> "sent";
            case RECEIPT -> "receipt";
            default -> player.code(event);
        };
    }

    private List<Integer> places(int message) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at < stored.size(); at++) {
            if (stored.get(at) == message) {
                places.add(at + 1);
            }
        }
        return List.copyOf(places);
    }
}
