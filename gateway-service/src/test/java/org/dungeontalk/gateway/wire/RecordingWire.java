package org.dungeontalk.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;
import org.dungeontalk.gateway.stomp.CloseCode;

/** The wire of a client that takes everything at once. */
public class RecordingWire implements Wire {
    private static final int SHORT = 126;

    private final Consumer<String> frames;
    private final Consumer<CloseCode> closed;

    /**
     * @param frames gets the text of each WebSocket message
     * @param closed gets the close code
     */
    public RecordingWire(Consumer<String> frames, Consumer<CloseCode> closed) {
        this.frames = frames;
        this.closed = closed;
    }

    @Override
    public void write(TextMessage message) {
        byte[] frame = message.frame();
        int head = frame[1] < SHORT ? 2 : 4;
        frames.accept(new String(frame, head, frame.length - head, UTF_8));
    }

    @Override
    public void close(CloseCode code) {
        closed.accept(code);
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void abort() {}

    @Override
    public void listen(Listener listener) {}

    @Override
    public void unfinished(long bytes) {}

    @Override
    public void ping() {}

    @Override
    public void onWritable(Runnable listener) {}
}
