/** Starts a stack, in the foreground or detached, and restarts single processes. */
package org.dungeontalk.local.up;
