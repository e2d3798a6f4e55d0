package org.dungeontalk.faults;

import java.time.Duration;
import java.util.List;
import org.dungeontalk.faults.probe.Await;

/** The presence that gateways show. */
final class ShownRooms {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ShownRooms() {}

    /**
     * Waits for a minute at most until all gateways show all players of a crowd.
     *
     * @param rooms number of rooms
     * @param players number of players in each room
     * @return how many rooms are not shown with all players, summed over the gateways
     */
    static int awaitRight(List<GatewayWatch> gateways, int rooms, int players) throws Exception {
        return Await.answer(
                LIMIT,
                Duration.ofSeconds(1),
                () -> wrongNow(gateways, rooms, players),
                wrong -> wrong == 0);
    }

    private static int wrongNow(List<GatewayWatch> gateways, int rooms, int players)
            throws Exception {
        int wrong = 0;
        for (int room = 0; room < rooms; room++) {
            for (GatewayWatch gateway : gateways) {
                if (gateway.present("room-" + room) != players) {
                    wrong++;
                }
            }
        }
        return wrong;
    }
}
