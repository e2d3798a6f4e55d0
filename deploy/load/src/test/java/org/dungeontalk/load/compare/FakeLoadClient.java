package org.dungeontalk.load.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A load client that connects to nothing. It fails if the server's address is {@code bad}. It
 * writes its arguments to the file {@code calls} of the folder.
 */
final class FakeLoadClient {

    private FakeLoadClient() {}

    /** What the load client prints. */
    public static void main(String[] args) throws IOException {
        Files.writeString(
                Path.of(System.getProperty("java.class.path"))
                        .resolve("../../../calls")
                        .normalize(),
                String.join(" ", args) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        System.out.println(
                args[1].equals("bad")
                        ? "{\"error\":\"only 0 of 10 clients subscribed\"}"
                        : "{\"received\":100,\"deliveries_per_s\":100,\"p50_ms\":1,"
                                + "\"p99_ms\":2,\"p999_ms\":3,\"cpu_us_per_delivery\":4,"
                                + "\"note\":null}");
    }

    /** Puts it into a folder of peers. */
    static void into(Path folder) throws IOException {
        String entry = FakeLoadClient.class.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.MAIN_CLASS, FakeLoadClient.class.getName());
        Path jar = folder.resolve("load/target/stomp-load-1.jar");
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream code =
                        FakeLoadClient.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
    }
}
