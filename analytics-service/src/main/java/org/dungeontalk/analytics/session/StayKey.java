package org.dungeontalk.analytics.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.window.KeyCodec;

/** Whose stay, and where. */
record StayKey(Kind kind, String roomId, String playerId) {

    /** As it stands in a snapshot. */
    static final KeyCodec<StayKey> CODEC =
            new KeyCodec<>() {
                @Override
                public void write(DataOutput out, StayKey key) throws IOException {
                    out.writeUTF(key.kind.word());
                    out.writeUTF(key.roomId);
                    out.writeUTF(key.playerId);
                }

                @Override
                public StayKey read(DataInput in) throws IOException {
                    return new StayKey(
                            Kind.of(in.readUTF()).orElseThrow(), in.readUTF(), in.readUTF());
                }
            };

    /** The stay that this message belongs to. */
    static StayKey of(GameMessage message) {
        return new StayKey(message.kind(), message.roomId(), message.playerId());
    }

    /** The kind is not in it: a room has one. */
    @Override
    public int hashCode() {
        return 31 * roomId.hashCode() + playerId.hashCode();
    }
}
