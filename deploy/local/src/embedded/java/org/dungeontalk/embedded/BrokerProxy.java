package org.dungeontalk.embedded;

/**
 * The ports of a TCP proxy between one broker and its clients. The other brokers don't use it.
 *
 * @param port where the proxy listens; the broker gives it to its clients
 * @param target where the broker listens for the proxy
 */
public record BrokerProxy(int port, int target) {}
