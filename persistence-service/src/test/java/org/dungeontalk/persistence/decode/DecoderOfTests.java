package org.dungeontalk.persistence.decode;

import java.util.Optional;
import org.dungeontalk.persistence.log.LoggedMessage;
import org.dungeontalk.testing.LogDecoder;

/** The decoder of this service, as the tests of all consumers ask it. */
final class DecoderOfTests implements LogDecoder {

    private final MessageDecoder decoder = new MessageDecoder();

    @Override
    public Optional<Message> decode(byte[] kind, byte[] key, byte[] value, long recordTime) {
        if (decoder.decode(kind, key, value, recordTime) instanceof Decoded.Valid decoded) {
            LoggedMessage message = decoded.message();
            return Optional.of(
                    new Message(
                            message.roomId(),
                            message.senderId(),
                            message.content(),
                            message.createdAt()));
        }
        return Optional.empty();
    }
}
