/** Stops a stack that another process has started. */
package org.dungeontalk.local.down;
