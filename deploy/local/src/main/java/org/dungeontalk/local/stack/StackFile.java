package org.dungeontalk.local.stack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code stack.json}: the running processes and their addresses. It is replaced in one step, so a
 * reader never sees half of it. Only its owner can read it, because it holds the database's
 * password.
 *
 * @param ready whether every process has answered
 * @param up the process that holds the stack; when it ends, all others end
 * @param kafka how clients reach Kafka
 * @param postgres how clients reach PostgreSQL
 * @param processes the running processes
 * @param names the names of all processes of the stack, including those that have ended: these can
 *     be restarted
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackFile(
        boolean ready,
        Started up,
        Kafka kafka,
        Postgres postgres,
        List<Started> processes,
        List<String> names) {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The file of an older stack has no names. */
    public StackFile {
        names = names == null ? List.of() : List.copyOf(names);
    }

    /**
     * One process.
     *
     * @param name {@code gateway-1}, {@code persistence}, {@code kafka-0} …
     * @param pid process id
     * @param startedAt start time in milliseconds since 1970; together with the pid it identifies
     *     the process
     * @param ports its ports, by purpose
     * @param urls its addresses, by purpose: {@code ws}, {@code http}, {@code management}
     * @param log its log file
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Started(
            String name,
            long pid,
            long startedAt,
            Map<String, Integer> ports,
            Map<String, String> urls,
            String log) {}

    /**
     * How clients reach Kafka.
     *
     * @param bootstrapServers addresses separated by commas
     */
    public record Kafka(String bootstrapServers) {}

    /**
     * How clients reach PostgreSQL.
     *
     * @param url for the reactive client
     * @param jdbcUrl for JDBC
     * @param username the owner of the database
     * @param password its password
     */
    public record Postgres(String url, String jdbcUrl, String username, String password) {}

    /** The same with another database. */
    public StackFile with(Postgres other) {
        return new StackFile(ready, up, kafka, other, processes, names);
    }

    /** The process with this name, if the stack has one. */
    public Optional<Started> process(String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }

    /** The processes whose names have this prefix, in order. */
    public List<Started> processesNamed(String prefix) {
        return processes.stream().filter(process -> process.name().startsWith(prefix)).toList();
    }

    /**
     * The addresses of the gateways that run, for players.
     *
     * @throws StackFailed if none runs
     */
    public List<URI> gateways() {
        List<URI> addresses =
                processesNamed("gateway").stream()
                        .map(process -> URI.create(process.urls().get("ws")))
                        .toList();
        if (addresses.isEmpty()) {
            throw new StackFailed(
                    "No gateway of this stack runs: wait until it has started, or use"
                            + " deploy/local/restart gateway-1.");
        }
        return addresses;
    }

    /** Reads the description of the stack in this directory; empty if there is none. */
    public static Optional<StackFile> read(DataDir data) throws IOException {
        if (!Files.exists(data.stackFile())) {
            return Optional.empty();
        }
        return Optional.of(JSON.readValue(Files.readString(data.stackFile()), StackFile.class));
    }

    /** Writes this description, replacing an older one in one step. */
    public void write(DataDir data) throws IOException {
        Path fresh = data.path().resolve("stack.json.new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, JSON.writeValueAsString(this) + "\n");
        Files.move(
                fresh,
                data.stackFile(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
