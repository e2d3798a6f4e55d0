/** Plays a recorded session through the gateways as its players. */
package org.dungeontalk.load.replay;
