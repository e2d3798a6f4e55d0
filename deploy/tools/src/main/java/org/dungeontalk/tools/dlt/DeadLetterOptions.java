package org.dungeontalk.tools.dlt;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select a Kafka and a consumer's dead letters. */
final class DeadLetterOptions {

    static final String LOG = "game-messages";

    private static final Pattern LETTERS = Pattern.compile("game-messages\\.(.+)\\.dlt");
    private static final Pattern SERVERS =
            Pattern.compile("[^\\s,/]+:[0-9]{1,5}(,[^\\s,/]+:[0-9]{1,5})*");

    @Mixin private DataOption data;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka to connect to. Default: the local stack's.")
    private String bootstrap;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Settings of Kafka clients, such as certificates. bootstrap.servers there"
                            + " stands for --bootstrap.")
    private Path commandConfig;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            defaultValue = "db-writer",
            description =
                    "The consumer group that dead-lettered the records: db-writer or analytics."
                            + " Default: db-writer.")
    private String group;

    /**
     * The dead letters of the group.
     *
     * @throws picocli.CommandLine.ParameterException with the groups that have dead letters, if
     *     this one has none
     */
    DeadLetters letters() throws IOException {
        Map<String, Object> kafka = kafka();
        DeadLetters letters = new DeadLetters(kafka, topic());
        List<String> groups =
                topics(letters, kafka).stream()
                        .map(LETTERS::matcher)
                        .filter(Matcher::matches)
                        .map(topic -> topic.group(1))
                        .sorted()
                        .toList();
        Usage.require(
                spec,
                groups.contains(group),
                "Group %s has no dead-letter topic. GROUP is one of: %s"
                        .formatted(group, String.join(", ", groups)));
        return letters;
    }

    private static Set<String> topics(DeadLetters letters, Map<String, Object> kafka) {
        try {
            return letters.topics();
        } catch (KafkaException e) {
            String why = (e.getCause() == null ? e : e.getCause()).getMessage();
            throw new StackFailed(
                    "Kafka at %s does not answer: %s"
                            .formatted(kafka.get("bootstrap.servers"), why),
                    e);
        }
    }

    String topic() {
        return LOG + "." + group + ".dlt";
    }

    /** Settings for Kafka clients. */
    Map<String, Object> kafka() throws IOException {
        Map<String, Object> settings = commandConfig();
        String servers = bootstrap == null ? (String) settings.get("bootstrap.servers") : bootstrap;
        Usage.require(
                spec,
                servers == null || SERVERS.matcher(servers).matches(),
                "--bootstrap must be HOST:PORT, such as localhost:8140.");
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
        settings.put("bootstrap.servers", servers);
        settings.putIfAbsent("default.api.timeout.ms", 15_000);
        return settings;
    }

    private Map<String, Object> commandConfig() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        if (commandConfig != null) {
            Usage.require(
                    spec,
                    Files.isReadable(commandConfig),
                    "--command-config can't read %s.".formatted(commandConfig));
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            }
            file.stringPropertyNames().forEach(name -> settings.put(name, file.getProperty(name)));
        }
        return settings;
    }
}
