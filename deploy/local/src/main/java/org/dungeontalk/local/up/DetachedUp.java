package org.dungeontalk.local.up;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dungeontalk.embedded.ChildJvm;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Starts the same command again as a separate process that holds the stack, prints its output, and
 * returns when the stack is ready or has failed.
 */
final class DetachedUp {

    private static final long LOOK_MILLIS = 100;

    private final DataDir data;
    private final List<String> arguments;

    DetachedUp(DataDir data, CommandSpec spec) {
        this.data = data;
        this.arguments = spec.commandLine().getParseResult().originalArgs();
    }

    int run() throws IOException {
        Files.createDirectories(data.path());
        Path log = freshLog();
        Process holder =
                new ProcessBuilder(command())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        AtomicBoolean decided = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> giveUp(holder, decided), "give-up"));
        try (RandomAccessFile said = new RandomAccessFile(log.toFile(), "r")) {
            while (holder.isAlive() && !isReady(holder)) {
                show(said);
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            show(said);
            decided.set(true);
            return holder.isAlive() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            holder.destroy();
            return 1;
        }
    }

    private static void giveUp(Process holder, AtomicBoolean decided) {
        if (!decided.get()) {
            holder.destroy();
        }
    }

    /** Throws if a stack already runs, so that its log is not overwritten. */
    private Path freshLog() throws IOException {
        data.lock().orElseThrow(() -> running(data)).close();
        Files.deleteIfExists(data.upLog());
        return Files.createFile(data.upLog());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(ChildJvm.ownSession());
        command.add(ChildJvm.java());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Ddungeontalk.root=" + System.getProperty("dungeontalk.root", "."));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("org.dungeontalk.local.Local", "up"));
        command.addAll(arguments);
        command.add("--held");
        return command;
    }

    private boolean isReady(Process holder) throws IOException {
        return StackFile.read(data)
                .filter(StackFile::ready)
                .filter(file -> file.up().pid() == holder.pid())
                .isPresent();
    }

    private static void show(RandomAccessFile said) throws IOException {
        byte[] more = new byte[(int) (said.length() - said.getFilePointer())];
        said.readFully(more);
        System.out.write(more);
        System.out.flush();
    }

    private static StackFailed running(DataDir data) {
        return new StackFailed(
                "A stack already runs on %s. Stop it with deploy/local/down%s, or choose another directory with --data DIR."
                        .formatted(data.path(), data.option()));
    }
}
