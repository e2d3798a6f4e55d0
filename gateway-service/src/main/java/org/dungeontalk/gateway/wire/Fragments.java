package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Joins the fragments of one client's WebSocket message. Confined to the connection's event loop.
 */
final class Fragments {
    private final int most;
    private ByteBuf bytes;

    /**
     * @param most the largest message in bytes
     */
    Fragments(int most) {
        this.most = most;
    }

    /** Whether a message has begun. */
    boolean begun() {
        return bytes != null;
    }

    /** Adds a fragment and releases it; false if the message becomes too large. */
    boolean add(WebSocketFrame fragment) {
        try {
            int more = fragment.content().readableBytes();
            if (bytes == null) {
                bytes = Unpooled.buffer(Math.min(more, most), most);
            }
            if (more > bytes.maxWritableBytes()) {
                return false;
            }
            bytes.writeBytes(fragment.content());
            return true;
        } finally {
            fragment.release();
        }
    }

    /** Returns the message and forgets it; the caller must release it. */
    ByteBuf take() {
        ByteBuf message = bytes;
        bytes = null;
        return message;
    }

    void drop() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    /** Bytes of memory held. */
    int held() {
        return bytes == null ? 0 : bytes.capacity();
    }
}
