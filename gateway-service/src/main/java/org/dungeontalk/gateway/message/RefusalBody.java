package org.dungeontalk.gateway.message;

import java.time.Instant;

/** The JSON of a refusal, docs/contract/schemas/error.json. */
public final class RefusalBody {

    private RefusalBody() {}

    /**
     * @param receiptId the refused frame's {@code receipt} header, or {@code null}
     */
    public static byte[] of(Refusal refusal, String receiptId) {
        return new BodyWriter()
                .text("code", refusal.code().name())
                .text("message", refusal.message())
                .flag("temporary", refusal.code().temporary())
                .text("until", text(refusal.until()))
                .text("reason", refusal.reason())
                .text("serverTime", text(refusal.serverTime()))
                .text("receiptId", receiptId)
                .bytes();
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
