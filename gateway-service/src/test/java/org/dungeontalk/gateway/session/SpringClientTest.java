package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.websocket.ContainerProvider;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.converter.MappingJackson2MessageConverter;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** Somebody else's client, unchanged: Spring's WebSocketStompClient. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class SpringClientTest {

    @TestHTTPResource("/")
    URI http;

    @Test
    void springsClientConnectsSubscribesSendsAndGetsReceiptAndMessage() throws Exception {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.initialize();
        WebSocketStompClient client =
                new WebSocketStompClient(
                        new StandardWebSocketClient(ContainerProvider.getWebSocketContainer()));
        client.setMessageConverter(new MappingJackson2MessageConverter());
        client.setTaskScheduler(scheduler);
        client.setDefaultHeartbeat(new long[] {10_000, 10_000});
        try {
            StompSession session = connect(client);
            BlockingQueue<Map.Entry<StompHeaders, Map<?, ?>>> messages =
                    new LinkedBlockingQueue<>();
            StompSession.Receiptable subscribed =
                    session.subscribe(
                            header("/sub/chat/room/spring-room", "sub"), handler(messages));
            assertReceipt(subscribed);

            StompSession.Receiptable sent =
                    session.send(
                            header("/pub/chat/send", "send"),
                            Map.of(
                                    "roomId", "spring-room",
                                    "senderId", "spring",
                                    "content", "안녕 🎲",
                                    "type", "TALK"));
            assertReceipt(sent);
            var message = messages.poll(20, TimeUnit.SECONDS);
            assertNotNull(message, "no MESSAGE came");
            assertEquals("/sub/chat/room/spring-room", message.getKey().getDestination());
            assertNotNull(message.getKey().getMessageId());
            assertEquals("안녕 🎲", message.getValue().get("content"));
            assertEquals("Nick of spring", message.getValue().get("senderNickname"));
            session.disconnect();
        } finally {
            client.stop();
            scheduler.shutdown();
        }
    }

    private StompSession connect(WebSocketStompClient client) throws Exception {
        return client.connectAsync(
                        "ws://localhost:" + http.getPort() + "/ws-chat?token={token}",
                        new WebSocketHttpHeaders(),
                        new StompHeaders(),
                        new StompSessionHandlerAdapter() {},
                        Tokens.of("spring"))
                .get(20, TimeUnit.SECONDS);
    }

    private static StompHeaders header(String destination, String receipt) {
        StompHeaders headers = new StompHeaders();
        headers.setDestination(destination);
        headers.setReceipt(receipt);
        return headers;
    }

    private static void assertReceipt(StompSession.Receiptable receiptable) throws Exception {
        CompletableFuture<Boolean> receipt = new CompletableFuture<>();
        receiptable.addReceiptTask(() -> receipt.complete(true));
        receiptable.addReceiptLostTask(() -> receipt.complete(false));
        assertEquals(true, receipt.get(20, TimeUnit.SECONDS));
    }

    private static StompFrameHandler handler(
            BlockingQueue<Map.Entry<StompHeaders, Map<?, ?>>> messages) {
        return new StompFrameHandler() {
            @Override
            public Type getPayloadType(StompHeaders headers) {
                return Map.class;
            }

            @Override
            public void handleFrame(StompHeaders headers, Object payload) {
                Map<?, ?> body = (Map<?, ?>) payload;
                if (body.containsKey("messageId")) {
                    messages.add(Map.entry(headers, body));
                }
            }
        };
    }
}
