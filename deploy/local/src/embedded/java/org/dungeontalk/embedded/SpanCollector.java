package org.dungeontalk.embedded;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A collector for tests: it accepts spans by OTLP over HTTP on the loopback address, and keeps them
 * in memory. Thread-safe.
 */
public final class SpanCollector implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final HttpServer server;
    private final List<Taken> spans = new CopyOnWriteArrayList<>();

    private SpanCollector(HttpServer server) {
        this.server = server;
    }

    /**
     * A received span. Ids are hex; a span without a parent has an empty parent id.
     *
     * @param kind INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER
     * @param nanos its duration
     */
    public record Taken(
            String service,
            String traceId,
            String spanId,
            String parentId,
            String name,
            String kind,
            Map<String, String> attributes,
            boolean failed,
            long nanos) {

        /** The attribute's value as text; {@code null} if the span doesn't have it. */
        public String get(String attribute) {
            return attributes.get(attribute);
        }
    }

    /** The endpoint for a service, if the collector listens on this port. */
    public static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port + PATH);
    }

    /**
     * Starts a collector on a port.
     *
     * @param port 0: any free port
     */
    public static SpanCollector start(int port) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            SpanCollector collector = new SpanCollector(server);
            server.createContext(PATH, collector::take);
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException("No collector on port " + port, e);
        }
    }

    public URI endpoint() {
        return endpoint(server.getAddress().getPort());
    }

    /** All spans so far whose Kafka key is the room. */
    public List<Taken> ofRoom(String room) {
        return spans.stream()
                .filter(span -> Objects.equals(room, span.get("messaging.kafka.message.key")))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request =
                    ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceSpansList().forEach(this::take);
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void take(ResourceSpans of) {
        String service = attributes(of.getResource().getAttributesList()).get("service.name");
        of.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> taken(service, span))
                .forEach(spans::add);
    }

    private static Taken taken(String service, Span span) {
        return new Taken(
                service,
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                span.getKind().name().substring("SPAN_KIND_".length()),
                attributes(span.getAttributesList()),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(KeyValue::getKey, it -> text(it.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
