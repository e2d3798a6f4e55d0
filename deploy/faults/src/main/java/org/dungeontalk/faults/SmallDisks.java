package org.dungeontalk.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.local.stack.StackFailed;

/** Small disks of their own for some directories: a tmpfs each. Needs the right to mount. */
final class SmallDisks implements AutoCloseable {

    private static final int BLOCK = 4_096;

    private final List<Path> mounted = new ArrayList<>();

    private SmallDisks() {}

    /**
     * Mounts an empty disk on each of these directories, which hides what is in them.
     *
     * @throws StackFailed if that is not allowed here
     */
    static SmallDisks mount(List<Path> directories, int mebibytes) throws IOException {
        SmallDisks disks = new SmallDisks();
        for (Path directory : directories) {
            Files.createDirectories(directory);
            String size = "size=" + mebibytes + "m";
            if (run("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString()) != 0) {
                disks.close();
                throw new StackFailed("No tmpfs can be mounted here: this row needs the right to.");
            }
            disks.mounted.add(directory);
        }
        return disks;
    }

    /** Writes a file until nothing fits any more. */
    void fill(int disk) {
        byte[] zeros = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler(disk))) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            System.out.println(mounted.get(disk) + " is full: " + full.getMessage());
        }
    }

    /** Deletes that file. */
    void free(int disk) throws IOException {
        Files.delete(filler(disk));
    }

    private Path filler(int disk) {
        return mounted.get(disk).resolve("filler");
    }

    @Override
    public void close() throws IOException {
        for (Path directory : mounted) {
            if (run("umount", directory.toString()) != 0) {
                throw new IOException("Still mounted: " + directory);
            }
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.onExit().join().exitValue();
    }
}
