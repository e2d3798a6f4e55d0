/** This backbone beside other servers: the same load, in turn, on one machine. */
package org.dungeontalk.load.compare;
