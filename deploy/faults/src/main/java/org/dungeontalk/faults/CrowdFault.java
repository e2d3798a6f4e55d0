package org.dungeontalk.faults;

/** A row that needs two gateways, and more messages than the rate limits allow. */
interface CrowdFault extends Fault {

    @Override
    default int gateways() {
        return 2;
    }

    @Override
    default boolean limits() {
        return false;
    }
}
