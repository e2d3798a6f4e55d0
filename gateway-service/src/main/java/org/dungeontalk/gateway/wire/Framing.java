package org.dungeontalk.gateway.wire;

import java.util.Optional;
import java.util.function.Consumer;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * How STOMP's bytes travel in WebSocket messages: as they are, or wrapped in another protocol's
 * frames. Stateless and shared by all connections that speak it.
 */
public interface Framing {

    /** STOMP's bytes are the message. */
    Framing PLAIN =
            new Framing() {
                @Override
                public TextMessage outbound(TextMessage stomp) {
                    return stomp;
                }

                @Override
                public void inbound(byte[] message, Consumer<byte[]> stomp) {
                    stomp.accept(message);
                }

                @Override
                public Optional<TextMessage> greeting() {
                    return Optional.empty();
                }

                @Override
                public Optional<TextMessage> goodbye(CloseCode code) {
                    return Optional.empty();
                }
            };

    /**
     * The message as it goes out. What is shared by members stays shared: the same argument gives
     * the same result.
     */
    TextMessage outbound(TextMessage stomp);

    /**
     * Gives STOMP's bytes in a WebSocket message of the client, in order, on this thread.
     *
     * @throws org.dungeontalk.gateway.stomp.StompException if the message is none of this framing
     */
    void inbound(byte[] message, Consumer<byte[]> stomp);

    /** What the server says first. */
    Optional<TextMessage> greeting();

    /** What the server says last, before the close frame. */
    Optional<TextMessage> goodbye(CloseCode code);
}
