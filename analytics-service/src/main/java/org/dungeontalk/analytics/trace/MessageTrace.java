package org.dungeontalk.analytics.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * The span of one message until it is counted or dead-lettered. Used only by the thread that has
 * the message.
 */
public final class MessageTrace {

    private static final AttributeKey<String> OUTCOME =
            AttributeKey.stringKey("dungeontalk.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Span span;
    private String outcome = "counted";

    MessageTrace(Span span) {
        this.span = span;
    }

    /** The message can't be counted, and goes to the dead letters. */
    public void givenUp() {
        failed("dead-lettered");
    }

    /** Its id was already counted. */
    public void duplicate() {
        outcome = "duplicate";
    }

    /** PostgreSQL has committed its effects, and Kafka has its dead letter, if any. */
    public void end() {
        span.setAttribute(OUTCOME, outcome).end();
    }

    /** Another instance counts it. Nothing of the batch was written. */
    public void overtaken() {
        failed("overtaken");
        end();
    }

    private void failed(String why) {
        outcome = why;
        span.setStatus(StatusCode.ERROR).setAttribute(ERROR, why);
    }
}
