package org.dungeontalk.gateway.message;

import java.time.Instant;

/** The JSON that tells a player whether they are muted, docs/contract/schemas/mute-notice.json. */
public final class MuteBody {

    private MuteBody() {}

    /**
     * @param until when the mute ends by itself; {@code null}: only when it is lifted
     * @param reason {@code null} if none is known
     */
    public static byte[] muted(Instant until, String reason) {
        return new BodyWriter()
                .flag("muted", true)
                .text("until", until == null ? null : until.toString())
                .text("reason", reason)
                .bytes();
    }

    /** The player may speak. */
    public static byte[] free() {
        return new BodyWriter().flag("muted", false).bytes();
    }
}
