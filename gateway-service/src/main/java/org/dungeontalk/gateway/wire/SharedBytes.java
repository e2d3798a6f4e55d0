package org.dungeontalk.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The bytes of the message that this event loop wrote last, outside the heap where the socket takes
 * them from. A room's members are written to one after the other, so all but the first share one
 * copy; Netty would make one for each.
 *
 * <p>One per event loop, and so is what it keeps: one message. It is given back when another one is
 * written; what still waits for a socket then holds it by itself.
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

    /** The message's bytes, to be released by who writes them. Called on an event loop. */
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
