/**
 * Tracks the members of rooms across all gateways with a compacted topic. docs/decisions/0008
 * explains why.
 */
package org.dungeontalk.gateway.presence;
