package org.dungeontalk.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Maven;
import org.dungeontalk.local.stack.StackFailed;

/**
 * The services of an earlier commit, built in a Git work tree of their own, which {@link #close}
 * removes.
 *
 * @param root the work tree
 */
record FormerVersion(Path root) implements AutoCloseable {

    private static final String SERVICES = "gateway-service,persistence-service,analytics-service";

    /**
     * Builds them. Blocks for a minute or more.
     *
     * @param root a path at which nothing is yet
     * @throws StackFailed if this repository does not have the commit, or the build fails
     */
    static FormerVersion build(String commit, Path root) throws IOException, InterruptedException {
        if (git("worktree", "add", "--detach", root.toString(), commit) != 0) {
            throw new StackFailed(
                    "There is no work tree of commit %s: this row needs a Git clone with its history."
                            .formatted(commit));
        }
        FormerVersion former = new FormerVersion(root);
        List<String> goals = List.of("-q", "-DskipTests", "package", "-pl", SERVICES);
        if (!Maven.run(root, goals, Pattern.compile("ERROR"))) {
            former.close();
            throw new StackFailed("Commit %s could not be built.".formatted(commit));
        }
        return former;
    }

    @Override
    public void close() throws IOException {
        git("worktree", "remove", "--force", root.toString());
    }

    /** Waits for Git, also while interrupted. */
    private static int git(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("git", "-C", DataOption.projectRoot().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
