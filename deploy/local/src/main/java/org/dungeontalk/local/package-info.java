/** The commands that run the whole backbone on one machine. */
package org.dungeontalk.local;
