package org.dungeontalk.persistence;

/** The same with three brokers, of which two must have a record. */
public class ThreeBrokers extends Backbone {

    @Override
    int brokers() {
        return 3;
    }
}
