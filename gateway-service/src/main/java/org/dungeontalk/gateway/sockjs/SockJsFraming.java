package org.dungeontalk.gateway.sockjs;

import java.util.Optional;
import java.util.function.Consumer;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.TextMessage;

/**
 * STOMP inside SockJS: first {@code o}, then each message as {@code a["…"]}, last {@code
 * c[code,"reason"]}. SockJS's heart-beat {@code h} is not sent, because STOMP's heart-beats keep
 * proxies from timing out.
 */
final class SockJsFraming implements Framing {
    static final Framing INSTANCE = new SockJsFraming();

    private static final TextMessage OPEN = TextMessage.of(SockJsFrame.OPEN);

    private SockJsFraming() {}

    @Override
    public TextMessage outbound(TextMessage stomp) {
        return stomp.wrapped(SockJsFrame::message);
    }

    @Override
    public void inbound(byte[] message, Consumer<byte[]> stomp) {
        SockJsMessages.read(message, stomp);
    }

    @Override
    public Optional<TextMessage> openFrame() {
        return Optional.of(OPEN);
    }

    @Override
    public Optional<TextMessage> closeFrame(CloseCode code) {
        return Optional.of(TextMessage.of(SockJsFrame.close(code)));
    }
}
