package org.dungeontalk.analytics.revocation;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.testing.GoldenRevocations;

class GoldenRevocationsTest extends GoldenRevocations {

    @Override
    protected Reader reader() {
        RevokedPlayers players = new RevokedPlayers(new LongAdder());
        return new Reader() {
            @Override
            public boolean apply(byte[] key, byte[] value) {
                return players.apply(key, value);
            }

            @Override
            public boolean revoked(String player, Instant issued) {
                return players.revoked(player, issued);
            }
        };
    }
}
