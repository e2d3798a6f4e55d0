package org.dungeontalk.persistence.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** The span of one message until it is stored or dead-lettered. Not thread-safe. */
public final class MessageTrace {

    private static final AttributeKey<String> OUTCOME =
            AttributeKey.stringKey("dungeontalk.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> RECORDS = AttributeKey.longKey("dungeontalk.records");

    private final Span span;
    private String outcome = "stored";

    MessageTrace(Span span) {
        this.span = span;
    }

    /**
     * The statement with the message's row begins; until now the message has waited.
     *
     * @param records number of rows of the statement
     */
    public void written(int records) {
        span.addEvent("statement", Attributes.of(RECORDS, (long) records));
    }

    /** The message can't be stored, and goes to the dead letters. */
    public void deadLettered() {
        outcome = "dead-lettered";
        span.setStatus(StatusCode.ERROR).setAttribute(ERROR, outcome);
    }

    /** PostgreSQL has committed the row, now or before, or Kafka has the dead letter. */
    public void end() {
        span.setAttribute(OUTCOME, outcome).end();
    }
}
