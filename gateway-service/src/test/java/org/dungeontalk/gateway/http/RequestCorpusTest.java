package org.dungeontalk.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.Corpus;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.junit.jupiter.api.Test;

/** The inputs of corpus/requests.txt, each on a connection of its own. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class RequestCorpusTest {
    private static final int LIMIT_MILLIS = 20_000;

    @TestHTTPResource("/")
    URI http;

    @Test
    void everyRequestHasTheStatedStatus() throws IOException {
        String authorization =
                "Authorization: Bearer " + Tokens.withRoles("ai", "service") + "\r\n";
        List<String> wrong = new ArrayList<>();
        for (Corpus.Input input : Corpus.read("requests.txt", 2).toList()) {
            String request = new String(input.bytes(), ISO_8859_1).replace("<T>", authorization);
            String status = status(request.getBytes(ISO_8859_1));
            if (!status.equals(input.result())) {
                wrong.add("\n" + status + " instead of " + input.result() + ": " + input);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private String status(byte[] request) throws IOException {
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(request);
            byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return head.length == 0 ? "cut" : new String(head, UTF_8).substring(9);
        } catch (SocketException e) {
            return "cut";
        }
    }
}
