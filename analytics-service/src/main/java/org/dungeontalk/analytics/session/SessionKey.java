package org.dungeontalk.analytics.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.window.KeyCodec;

/** The player and room of a stay. */
record SessionKey(Kind kind, String roomId, String playerId) {

    /** Its form in a snapshot. */
    static final KeyCodec<SessionKey> CODEC =
            new KeyCodec<>() {
                @Override
                public void write(DataOutput out, SessionKey key) throws IOException {
                    out.writeUTF(key.kind.word());
                    out.writeUTF(key.roomId);
                    out.writeUTF(key.playerId);
                }

                @Override
                public SessionKey read(DataInput in) throws IOException {
                    return new SessionKey(
                            Kind.of(in.readUTF()).orElseThrow(), in.readUTF(), in.readUTF());
                }
            };

    /** The stay that this message belongs to. */
    static SessionKey of(GameMessage message) {
        return new SessionKey(message.kind(), message.roomId(), message.playerId());
    }

    /** Without the kind, because a room has only one. */
    @Override
    public int hashCode() {
        return 31 * roomId.hashCode() + playerId.hashCode();
    }
}
