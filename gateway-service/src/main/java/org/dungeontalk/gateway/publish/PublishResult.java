package org.dungeontalk.gateway.publish;

import org.dungeontalk.gateway.message.Refusal;

/** The result of publishing one message. */
public sealed interface PublishResult {

    /** All in-sync replicas have the message, at this offset. */
    record Logged(int partition, long offset) implements PublishResult {}

    /** The message is not in the log; only after LOG_UNAVAILABLE it may be. */
    record Refused(Refusal why) implements PublishResult {}
}
