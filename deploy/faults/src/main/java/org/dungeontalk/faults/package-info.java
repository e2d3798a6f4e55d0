/**
 * The faults a gateway must survive, each a row of the table in {@code deploy/faults}: run against
 * the packaged services, answered with one line of results.
 */
package org.dungeontalk.faults;
