package org.dungeontalk.load.player;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Reads frames from text or binary WebSocket messages, and reports the end of the connection once.
 * Called by one thread at a time.
 */
final class FrameReader implements WebSocket.Listener {

    private final StompDecoder decoder = new StompDecoder();
    private final Consumer<StompFrame> onFrame;
    private final Consumer<Throwable> onEnd;
    private char highSurrogate;

    FrameReader(Consumer<StompFrame> onFrame, Consumer<Throwable> onEnd) {
        this.onFrame = onFrame;
        this.onEnd = onEnd;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        String text = highSurrogate == 0 ? part.toString() : highSurrogate + part.toString();
        highSurrogate = 0;
        int end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            highSurrogate = text.charAt(--end);
        }
        read(ByteBuffer.wrap(text.substring(0, end).getBytes(StandardCharsets.UTF_8)));
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        read(part);
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        onEnd.accept(new IOException("closed with " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        onEnd.accept(error);
    }

    private void read(ByteBuffer bytes) {
        try {
            decoder.decode(bytes).forEach(onFrame);
        } catch (RuntimeException e) {
            onEnd.accept(e);
        }
    }
}
