/**
 * Who is in which room across all gateways, by a compacted topic. docs/decisions/0008 says why it
 * is done like this.
 */
package org.dungeontalk.gateway.presence;
