/** The ingress before several gateways: haproxy, routing by the partition of a player's room. */
package org.dungeontalk.local.ingress;
