/** Asks processes how they are, once or until they are as they should be. */
package org.dungeontalk.faults.probe;
