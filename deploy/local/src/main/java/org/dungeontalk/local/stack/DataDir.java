package org.dungeontalk.local.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.embedded.DataDirectory;

/**
 * The directory of one stack's files. Only its owner can read files that hold a secret.
 *
 * @param path the directory
 */
public record DataDir(Path path) {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final List<String> OURS =
            List.of(
                    "kafka",
                    "postgres",
                    "logs",
                    "logs.previous",
                    "requests",
                    "settings",
                    "secret",
                    "stack.json");

    /** The data of Kafka's brokers. */
    public Path kafka() {
        return path.resolve("kafka");
    }

    /** The data of PostgreSQL. */
    public Path postgres() {
        return path.resolve("postgres");
    }

    /** The log of one process. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** The logs of this run; those of the previous run are in {@code logs.previous}. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** The output of a detached stack during its start. */
    public Path upLog() {
        return path.resolve("up.log");
    }

    /** The requests of {@code restart} and {@code dev} to the running stack. */
    public Path requests() {
        return path.resolve("requests");
    }

    /** The settings of one service: a line NAME=VALUE for each environment variable. */
    public Path settings(String name) {
        return path.resolve("settings").resolve(name + ".env");
    }

    /** The description of the running stack. */
    public Path stackFile() {
        return path.resolve("stack.json");
    }

    /**
     * Locks the directory for this process, until the channel is closed or the process ends.
     *
     * @return empty if another process has locked it
     * @throws StackFailed if it never belonged to a stack and has folders that a stack would use
     */
    public Optional<FileChannel> lock() throws IOException {
        requireOurs(OURS);
        Files.createDirectories(path);
        FileChannel channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            return Optional.empty();
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Checks that the directory belongs to a stack, or has none of the folders that a stack would
     * move or remove.
     *
     * @param names the folders in question
     */
    public void requireOurs(List<String> names) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StackFailed(
                    "%s is not a directory. Choose another with --data DIR.".formatted(path));
        }
        List<String> strange =
                Files.exists(path.resolve("lock"))
                        ? List.of()
                        : names.stream()
                                .filter(name -> Files.isDirectory(path.resolve(name)))
                                .toList();
        if (!strange.isEmpty()) {
            throw new StackFailed(
                    "%s has folders that are not a stack's: %s. Choose another directory with --data DIR."
                            .formatted(path, String.join(", ", strange)));
        }
    }

    /** Removes the files of a stack; other files in the directory stay. */
    public void empty() throws IOException {
        for (String name : OURS) {
            Path part = path.resolve(name);
            if (Files.isDirectory(part)) {
                DataDirectory.delete(part);
            } else {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Moves the logs of the previous run aside, and deletes its requests. */
    public void prepareRun() throws IOException {
        if (Files.exists(logs())) {
            Path previous = path.resolve("logs.previous");
            DataDirectory.delete(previous);
            Files.move(logs(), previous);
        }
        DataDirectory.delete(requests());
        Files.createDirectories(logs());
        Files.createDirectories(requests());
    }

    /**
     * The secret of the running stack.
     *
     * @throws StackFailed if none runs: no service would accept a token signed with another secret
     */
    public String secret() throws IOException {
        if (StackFile.read(this).isEmpty()) {
            throw noStack();
        }
        return Files.readString(path.resolve("secret")).trim();
    }

    /** The failure of a command that needs a running stack and finds none. */
    public StackFailed noStack() {
        return new StackFailed(
                "No stack runs on %s. Start one with deploy/local/up%s, or give the directory of a running stack with --data DIR."
                        .formatted(path, option()));
    }

    /** The option with which other commands find this stack; empty for the default directory. */
    public String option() {
        return path.equals(standard().path) ? "" : " --data " + path;
    }

    /** The directory of a stack that was started without {@code --data}. */
    public static DataDir standard() {
        Path root = Path.of(System.getProperty("dungeontalk.root", "."));
        return new DataDir(root.toAbsolutePath().normalize().resolve("deploy/local/target/stack"));
    }

    /**
     * The secret that signs this stack's tokens; created at random if the directory has none. It
     * begins with {@code local-}: services accept such a key only in a development profile.
     */
    public String ensureSecret() throws IOException {
        if (!Files.exists(path.resolve("secret"))) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            keepSecret("local-" + HexFormat.of().formatHex(random));
        }
        return Files.readString(path.resolve("secret")).trim();
    }

    /** Uses the secret of another stack, so that both accept the same tokens. */
    public void keepSecret(String secret) throws IOException {
        keep(path.resolve("secret"), List.of(secret));
    }

    /** Writes the settings of one service to a file. */
    void keepSettings(String name, Map<String, String> environment) throws IOException {
        keep(
                settings(name),
                environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .sorted()
                        .toList());
    }

    private static void keep(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY);
        Files.write(file, lines);
    }
}
