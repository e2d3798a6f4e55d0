package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * An off-heap copy of the message that this event loop wrote last, for the socket. A room's members
 * are written one after another, so all of them share one copy; Netty would make one for each.
 *
 * <p>Each event loop keeps one message. It is released when another one is written; a socket that
 * still has it queued holds its own reference.
 */
final class SharedBytes {
    private static final FastThreadLocal<SharedBytes> LAST =
            new FastThreadLocal<>() {
                @Override
                protected SharedBytes initialValue() {
                    return new SharedBytes();
                }

                @Override
                protected void onRemoval(SharedBytes last) {
                    last.forget();
                }
            };

    private TextMessage message;
    private ByteBuf bytes;

    private SharedBytes() {}

    /** The message's bytes; the writer must release them. Called on an event loop. */
    static ByteBuf of(TextMessage message, ByteBufAllocator from) {
        return LAST.get().bytes(message, from).retainedDuplicate();
    }

    private ByteBuf bytes(TextMessage next, ByteBufAllocator from) {
        if (next != message) {
            forget();
            bytes = from.directBuffer(next.size(), next.size()).writeBytes(next.frame());
            message = next;
        }
        return bytes;
    }

    private void forget() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
            message = null;
        }
    }
}
