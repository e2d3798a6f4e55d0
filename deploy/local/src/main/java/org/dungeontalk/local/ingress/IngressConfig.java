package org.dungeontalk.local.ingress;

import java.util.List;
import java.util.stream.Collectors;
import org.dungeontalk.local.stack.StackFile;

/**
 * {@code deploy/local/ingress/haproxy.cfg} with other ports: its own, and those of the gateways.
 * Everything else stays as in the file.
 *
 * @param template the file's text
 * @param port the port for players
 * @param gateways the gateways, as stack.json describes them
 */
record IngressConfig(String template, int port, List<StackFile.Started> gateways) {

    String text() {
        List<String> lines =
                template.lines().filter(line -> !line.strip().startsWith("server ")).toList();
        return lines.stream().map(this::bound).collect(Collectors.joining("\n", "", "\n"))
                + gateways.stream().map(IngressConfig::server).collect(Collectors.joining());
    }

    private String bound(String line) {
        return line.strip().startsWith("bind ") ? "  bind 127.0.0.1:" + port : line;
    }

    private static String server(StackFile.Started gateway) {
        return "  server %s 127.0.0.1:%d check port %d%n"
                .formatted(
                        gateway.name(),
                        gateway.ports().get("http"),
                        gateway.ports().get("management"));
    }
}
