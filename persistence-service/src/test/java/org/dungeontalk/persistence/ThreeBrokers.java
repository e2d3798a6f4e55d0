package org.dungeontalk.persistence;

/** The same with three brokers and two in-sync replicas. */
public class ThreeBrokers extends Backbone {

    @Override
    int brokers() {
        return 3;
    }
}
