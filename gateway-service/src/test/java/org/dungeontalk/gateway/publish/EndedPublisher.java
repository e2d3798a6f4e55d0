package org.dungeontalk.gateway.publish;

/** Ends publishers as the container does. */
public final class EndedPublisher {

    private EndedPublisher() {}

    /** Ends the publisher's thread, if there is a publisher. */
    public static void of(LogPublisher publisher) {
        if (publisher != null) {
            publisher.stop();
        }
    }
}
