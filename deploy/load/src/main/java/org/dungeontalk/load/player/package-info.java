/** A STOMP client over WebSocket, as a player uses it. */
package org.dungeontalk.load.player;
