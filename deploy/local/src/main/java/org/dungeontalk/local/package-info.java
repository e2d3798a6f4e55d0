/** The commands of the local stack: up, down, restart, token, replay. */
package org.dungeontalk.local;
