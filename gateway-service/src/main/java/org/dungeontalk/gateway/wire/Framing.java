package org.dungeontalk.gateway.wire;

import java.util.Optional;
import java.util.function.Consumer;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * How STOMP travels in WebSocket messages: as it is, or wrapped in another protocol's frames.
 * Stateless; all connections with the same framing share one instance.
 */
public interface Framing {

    /** The WebSocket message holds the STOMP bytes as they are. */
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
                public Optional<TextMessage> openFrame() {
                    return Optional.empty();
                }

                @Override
                public Optional<TextMessage> closeFrame(CloseCode code) {
                    return Optional.empty();
                }
            };

    /**
     * Returns the message to write. The same argument always gives the same result, so members of a
     * room share it.
     */
    TextMessage outbound(TextMessage stomp);

    /**
     * Passes the STOMP bytes of a client's WebSocket message to {@code stomp}, in order, on the
     * calling thread.
     *
     * @throws org.dungeontalk.gateway.stomp.StompException if the message does not follow this
     *     framing
     */
    void inbound(byte[] message, Consumer<byte[]> stomp);

    /** The first message that the server sends. */
    Optional<TextMessage> openFrame();

    /** The last message that the server sends, before the close frame. */
    Optional<TextMessage> closeFrame(CloseCode code);
}
