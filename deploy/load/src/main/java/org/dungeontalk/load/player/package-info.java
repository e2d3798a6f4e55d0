/** A player's side of STOMP over WebSocket. */
package org.dungeontalk.load.player;
