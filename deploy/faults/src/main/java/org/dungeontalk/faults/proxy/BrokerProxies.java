package org.dungeontalk.faults.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.embedded.BrokerProxy;
import org.dungeontalk.embedded.Ports;

/** A proxy between each broker of a stack and the services. */
public final class BrokerProxies implements AutoCloseable {

    private final List<TcpProxy> proxies = new ArrayList<>();

    private BrokerProxies() {}

    /** Opens this many proxies, before their brokers run. */
    public static BrokerProxies open(int brokers) throws IOException {
        BrokerProxies all = new BrokerProxies();
        try {
            for (int target : Ports.free(brokers)) {
                all.proxies.add(TcpProxy.to(target));
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw e;
        }
    }

    /** Their ports, for the stack. */
    public List<BrokerProxy> ports() {
        return proxies.stream()
                .map(proxy -> new BrokerProxy(proxy.port(), proxy.target()))
                .toList();
    }

    /** The proxy before this broker. */
    public TcpProxy of(int broker) {
        return proxies.get(broker);
    }

    @Override
    public void close() throws IOException {
        for (TcpProxy proxy : proxies) {
            proxy.close();
        }
    }
}
