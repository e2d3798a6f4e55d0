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
        Room room = new Room(args[1]);
        WebSocket socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .subprotocols("v12.stomp")
                        .buildAsync(URI.create(gateway + "/ws-chat"), room)
                        .join();
        send(
                socket,
                "CONNECT\naccept-version:1.2\nhost:dungeontalk\nAuthorization:Bearer "
                        + System.getenv("TOKEN")
                        + "\n\n");
        await(room.connected);
        send(
                socket,
                "SUBSCRIBE\nid:sub-0\nreceipt:joined\ndestination:/sub/chat/room/"
                        + args[0].replace("\\", "\\\\").replace(":", "\\c")
                        + "\n\n");
        // From here on the room's messages come.
        await(room.joined);
        String body =
                "{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}"
                        .formatted(args[0], args[1]);
        send(socket, "SEND\ndestination:/pub/chat/send\nreceipt:said\n\n" + body);
        await(room.said);
        await(room.heard);
        send(socket, "DISCONNECT\n\n");
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer within 30 s");
        }
    }

    private static void send(WebSocket socket, String frame) {
        socket.sendText(frame + "\0", true).join();
    }

    private static final class Room implements WebSocket.Listener {
        private final String text;
        private final CountDownLatch connected = new CountDownLatch(1);
        private final CountDownLatch joined = new CountDownLatch(1);
        private final CountDownLatch said = new CountDownLatch(1);
        private final CountDownLatch heard = new CountDownLatch(1);
        private final StringBuilder received = new StringBuilder();

        Room(String text) {
            this.text = text;
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
            if (frame.startsWith("CONNECTED")) {
                connected.countDown();
            } else if (frame.startsWith("RECEIPT\nreceipt-id:joined")) {
                joined.countDown();
            } else if (frame.startsWith("RECEIPT\nreceipt-id:said")) {
                System.out.println("The log has the message.");
                said.countDown();
            } else if (frame.startsWith("ERROR")) {
                System.err.println(frame);
                System.exit(1);
            } else if (frame.startsWith("MESSAGE")) {
                String body = frame.substring(frame.indexOf("\n\n")).strip();
                System.out.println(body);
                if (body.contains("\"content\":\"" + text)) {
                    heard.countDown();
                }
            }
        }
    }
}
