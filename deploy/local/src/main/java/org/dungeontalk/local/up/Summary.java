package org.dungeontalk.local.up;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dungeontalk.local.stack.MemoryInUse;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.StackFile;

/**
 * The output when the stack is ready.
 *
 * @param stack the running stack
 * @param dataOption the option with which other commands find this stack, such as {@code --data
 *     DIR}; may be empty
 * @param detached whether the stack runs in the background
 */
record Summary(StackFile stack, String dataOption, boolean detached) {

    void print(Progress progress) {
        List<Long> pids = new ArrayList<>(List.of(stack.up().pid()));
        stack.processes().forEach(process -> pids.add(process.pid()));
        progress.line(
                String.format(
                        Locale.ROOT,
                        "%nReady in %.1f s: %d processes hold %d MiB.%n",
                        progress.seconds(),
                        pids.size(),
                        MemoryInUse.mebibytes(pids)));
        stack.processesNamed("gateway").forEach(gateway -> printGateway(progress, gateway));
        line(progress, "history", url("persistence", "http") + "/api/chat/room/{roomId}/messages");
        line(progress, "dashboard", url("analytics", "http") + "/");
        stack.processes().stream()
                .filter(process -> process.urls() != null)
                .forEach(
                        process ->
                                line(
                                        progress,
                                        "health",
                                        process.urls().get("management")
                                                + "/q/health   /q/metrics   ("
                                                + process.name()
                                                + ")"));
        progress.line("");
        line(progress, "a token", "deploy/local/token alice" + dataOption);
        line(
                progress,
                "some messages",
                "deploy/load/replay deploy/load/sessions/the-lantern-inn.jsonl --rate 2"
                        + dataOption);
        line(
                progress,
                "stop",
                detached
                        ? "deploy/local/down" + dataOption
                        : "Ctrl-C, or deploy/local/down" + dataOption);
    }

    private void printGateway(Progress progress, StackFile.Started gateway) {
        line(progress, "page", gateway.urls().get("http") + "/   " + gateway.urls().get("ws"));
    }

    private String url(String name, String purpose) {
        return stack.process(name).map(process -> process.urls().get(purpose)).orElse("-");
    }

    private static void line(Progress progress, String what, String where) {
        progress.line(String.format(Locale.ROOT, "  %-13s %s", what, where));
    }
}
