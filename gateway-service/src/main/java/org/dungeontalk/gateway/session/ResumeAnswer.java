package org.dungeontalk.gateway.session;

import java.util.Locale;
import org.dungeontalk.gateway.log.LogHistory;
import org.dungeontalk.gateway.room.CatchUp;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompVersion;

/**
 * Tells the client what became of its SUBSCRIBE with {@code after}: in the RECEIPT if it asked for
 * one, and, when the stream has a hole, in any case as the first MESSAGE.
 *
 * @param answered runs after that
 */
record ResumeAnswer(
        Client client, Subscription member, StompVersion version, String receipt, Runnable answered)
        implements CatchUp.Listener {

    @Override
    public void resumed() {
        answer(true, null);
        answered.run();
    }

    @Override
    public void lost(LogHistory.Loss why) {
        String reason = why.name().toLowerCase(Locale.ROOT);
        answer(false, reason);
        member.notResumed(reason);
        answered.run();
    }

    private void answer(boolean resumed, String reason) {
        if (receipt != null) {
            client.send(ServerFrame.resumeReceipt(version, receipt, resumed, reason));
        }
    }
}
