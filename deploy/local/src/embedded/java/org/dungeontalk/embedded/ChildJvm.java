package org.dungeontalk.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Describes a child JVM that runs under {@link Supervised}: it ends with this process and writes to
 * a log file. Where {@code setsid} exists it has a session of its own, so that Ctrl-C in the
 * terminal reaches only the parent.
 *
 * @param flags JVM flags, such as {@code -Xmx192m}
 * @param classPath the class path; must contain {@link Supervised} and the main class
 * @param mainClass the class whose main method is run
 * @param arguments the main method's arguments
 * @param environment variables that are added to those of this process
 * @param directory the working directory
 * @param log file to which standard output and error are appended
 */
public record ChildJvm(
        List<String> flags,
        String classPath,
        String mainClass,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Path log) {

    /**
     * Starts the JVM; does not wait for it to be ready.
     *
     * @throws IOException if the process can't be started
     */
    public Process start() throws IOException {
        Files.createDirectories(directory);
        Files.createDirectories(log.getParent());
        List<String> command = new ArrayList<>(ownSession());
        command.add(java());
        command.addAll(flags);
        command.add("-cp");
        command.add(classPath);
        command.add(Supervised.class.getName());
        command.add(Long.toString(ProcessHandle.current().pid()));
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        return builder.directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The java command of the JVM this code runs in. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The command prefix that starts a process in a session of its own; empty if there is no
     * setsid.
     */
    public static List<String> ownSession() {
        Path setsid = Path.of("/usr/bin/setsid");
        return Files.isExecutable(setsid) ? List.of(setsid.toString()) : List.of();
    }
}
