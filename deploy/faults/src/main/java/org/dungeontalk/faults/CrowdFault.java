package org.dungeontalk.faults;

/** A row that needs two gateways, and players who say more than the rate limits let pass. */
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
