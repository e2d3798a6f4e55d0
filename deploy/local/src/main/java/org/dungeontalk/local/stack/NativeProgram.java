package org.dungeontalk.local.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dungeontalk.embedded.ChildJvm;

/**
 * A service's native executable as a child of this process. It ends with this process, even if that
 * is killed: a small shell reads from a pipe that only this process holds, and kills the child when
 * the pipe closes.
 *
 * @param file the executable
 * @param flags such as {@code -Xmx256m}
 * @param environment variables that are added to those of this process
 * @param log file to which standard output and error are appended
 */
record NativeProgram(Path file, List<String> flags, Map<String, String> environment, Path log) {

    private static final String WATCH = "read -r nothing; kill -9 \"$0\" 2>/dev/null";

    /**
     * The executable that a build has made in a service's folder.
     *
     * @throws StackFailed with the command that builds it
     */
    static Path in(Path folder) {
        Path target = folder.resolve("target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner"))
                    .filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> missing(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StackFailed missing(Path folder) {
        return new StackFailed(
                "%s has no native executable: %s is missing. First build it at the project's root: mvn -DskipTests package -Dnative"
                        .formatted(folder.getFileName(), folder.resolve("target/*-runner")));
    }

    /**
     * Starts it; does not wait for it to be ready.
     *
     * @throws IOException if the process can't be started
     */
    Process start() throws IOException {
        Files.createDirectories(log.getParent());
        List<String> command = new ArrayList<>(ChildJvm.ownSession());
        command.add(file.toString());
        command.addAll(flags);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process program =
                builder.directory(file.getParent().toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        watch(program);
        return program;
    }

    private static void watch(Process program) throws IOException {
        List<String> command = new ArrayList<>(ChildJvm.ownSession());
        command.addAll(List.of("/bin/sh", "-c", WATCH, Long.toString(program.pid())));
        Process watcher =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        program.onExit().thenRun(watcher::destroyForcibly);
    }
}
