/**
 * The faults a gateway must survive, each a row of the table in {@code deploy/local/faults}: run
 * against the packaged services, answered with one figure.
 */
package org.dungeontalk.local.faults;
