package org.dungeontalk.local.dlt;

import java.io.IOException;
import java.util.Map;
import org.dungeontalk.local.DataOption;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Kafka and which consumer's dead letters are meant. */
final class LetterOptions {

    static final String LOG = "game-messages";

    @Mixin private DataOption data;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka that is meant. Default: the local stack's.")
    private String bootstrap;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            defaultValue = "db-writer",
            description =
                    "The consumer that gave them up: db-writer, analytics. Default: db-writer.")
    private String group;

    String topic() {
        return LOG + "." + group + ".dlt";
    }

    /** Settings of a client of Kafka. */
    Map<String, Object> kafka() throws IOException {
        String servers = bootstrap;
        if (servers == null) {
            servers =
                    StackFile.read(data.get())
                            .map(StackFile::kafka)
                            .orElseThrow(
                                    () ->
                                            new StackFailed(
                                                    data.get().noStack().getMessage()
                                                            + " Or name a Kafka with --bootstrap."))
                            .bootstrapServers();
        }
        return Map.of("bootstrap.servers", servers, "default.api.timeout.ms", 15_000);
    }
}
