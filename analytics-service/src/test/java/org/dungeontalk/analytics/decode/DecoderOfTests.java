package org.dungeontalk.analytics.decode;

import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.testing.LogDecoder;

/** The decoder of this service, as the tests of all consumers ask it. */
final class DecoderOfTests implements LogDecoder {

    private final RecordDecoder decoder = new RecordDecoder();

    @Override
    public Optional<Message> decode(byte[] kind, byte[] key, byte[] value, long recordTime) {
        if (decoder.decode(kind, key, value, recordTime) instanceof Decoded.Readable decoded) {
            GameMessage message = decoded.message();
            return Optional.of(
                    new Message(
                            message.roomId(),
                            message.playerId(),
                            message.content(),
                            Instant.ofEpochMilli(message.at())));
        }
        return Optional.empty();
    }
}
