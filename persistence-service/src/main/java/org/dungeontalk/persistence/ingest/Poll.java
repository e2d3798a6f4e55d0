package org.dungeontalk.persistence.ingest;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Records that came out of the log together and are acknowledged together, when the last of them is
 * done. Confined to one thread.
 */
final class Poll {

    private final Message<ConsumerRecords<byte[], byte[]>> message;
    private int open;

    Poll(Message<ConsumerRecords<byte[], byte[]>> message) {
        this.message = message;
        this.open = message.getPayload().count();
    }

    void oneDone() {
        open--;
        if (open == 0) {
            message.ack();
        }
    }

    /** Ends the channel: the process is to be started anew. */
    CompletionStage<Void> failed(Throwable failure) {
        return message.nack(failure);
    }
}
