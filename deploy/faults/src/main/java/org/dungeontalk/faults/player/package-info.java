/** The player of rows and of the random search: a good client that records what it was told. */
package org.dungeontalk.faults.player;
