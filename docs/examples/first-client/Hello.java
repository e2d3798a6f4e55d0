import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says one thing in a room and prints the room until the message has come back.
 *
 * <p>{@code TOKEN=… java Hello.java ROOM TEXT}. It needs nothing but a JDK; a program of yours would
 * use a STOMP library and a JSON library.
 */
public class Hello {
    public static void main(String[] args) throws Exception {
        String gateway = System.getenv().getOrDefault("GATEWAY", "ws://localhost:8080");
        // The receipt, and the message itself.
        CountDownLatch open = new CountDownLatch(2);
        WebSocket socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .subprotocols("v12.stomp")
                        .buildAsync(URI.create(gateway + "/ws-chat"), new Room(args[1], open))
                        .join();
        send(
                socket,
                "CONNECT\naccept-version:1.2\nhost:dungeontalk\nAuthorization:Bearer "
                        + System.getenv("TOKEN")
                        + "\n\n");
        send(socket, "SUBSCRIBE\nid:sub-0\ndestination:/sub/chat/room/" + args[0] + "\n\n");
        String body =
                "{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}"
                        .formatted(args[0], args[1]);
        send(socket, "SEND\ndestination:/pub/chat/send\nreceipt:r-1\n\n" + body);
        if (!open.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the message did not come back within 30 s");
        }
        send(socket, "DISCONNECT\n\n");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private static void send(WebSocket socket, String frame) {
        socket.sendText(frame + "\0", true).join();
    }

    private static final class Room implements WebSocket.Listener {
        private final String text;
        private final CountDownLatch open;
        private final StringBuilder received = new StringBuilder();

        Room(String text, CountDownLatch open) {
            this.text = text;
            this.open = open;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            received.append(data);
            // A frame ends with NUL; one WebSocket message may hold several.
            for (int end; (end = received.indexOf("\0")) >= 0; received.delete(0, end + 1)) {
                frame(received.substring(0, end).strip());
            }
            socket.request(1);
            return null;
        }

        private void frame(String frame) {
            System.out.println(frame.substring(frame.indexOf("\n\n") + 1).strip());
            if (frame.startsWith("RECEIPT")) {
                System.out.println("The log has the message.");
                open.countDown();
            } else if (frame.startsWith("ERROR")) {
                System.err.println(frame);
                System.exit(1);
            } else if (frame.startsWith("MESSAGE") && frame.contains("\"content\":\"" + text)) {
                open.countDown();
            }
        }
    }
}
