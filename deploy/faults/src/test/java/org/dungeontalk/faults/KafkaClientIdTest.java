package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

class KafkaClientIdTest {

    private static final int CORRELATION = 0x7fff_ffff;

    @Test
    void isInTheFirstRequestOfAConnection() {
        assertEquals("gateway-producer", KafkaClientId.of(request("gateway-producer")));
        assertEquals("", KafkaClientId.of(request("")));
    }

    @Test
    void isEmptyInWhatIsNoWholeHeader() {
        String whole = request("gateway-producer");
        assertEquals("", KafkaClientId.of(""));
        assertEquals("", KafkaClientId.of(whole.substring(0, 13)));
        assertEquals("", KafkaClientId.of(whole.substring(0, 20)));
        assertEquals("", KafkaClientId.of(request(null)));
    }

    private static String request(String clientId) {
        short version = ApiKeys.API_VERSIONS.latestVersion();
        RequestHeader header =
                new RequestHeader(ApiKeys.API_VERSIONS, version, clientId, CORRELATION);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        int size = header.data().size(cache, header.headerVersion());
        ByteBuffer sized = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        header.data().write(new ByteBufferAccessor(sized), cache, header.headerVersion());
        return new String(sized.array(), ISO_8859_1);
    }
}
