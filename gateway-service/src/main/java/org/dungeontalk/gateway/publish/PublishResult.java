package org.dungeontalk.gateway.publish;

import org.dungeontalk.gateway.message.Refusal;

/** The result of publishing one message. */
public sealed interface PublishResult {

    /** All in-sync replicas have the message, at this place. */
    record Logged(int partition, long offset) implements PublishResult {}

    /** The message is not in the log. Only after LOG_UNAVAILABLE it may be there nevertheless. */
    record Refused(Refusal why) implements PublishResult {}
}
