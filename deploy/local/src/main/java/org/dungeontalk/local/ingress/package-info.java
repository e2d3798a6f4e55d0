/**
 * The ingress in front of several gateways: haproxy, which routes by the partition of a player's
 * room.
 */
package org.dungeontalk.local.ingress;
