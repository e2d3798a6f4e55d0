/** Starting a stack, in the foreground or detached, and restarting one of its processes. */
package org.dungeontalk.local.up;
