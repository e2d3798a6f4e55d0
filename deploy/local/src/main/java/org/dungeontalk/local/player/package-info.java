/** A player's side of STOMP over WebSocket. */
package org.dungeontalk.local.player;
