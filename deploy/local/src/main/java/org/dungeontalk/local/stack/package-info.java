/**
 * The stack: its processes, ports and settings, and the order in which they are started and
 * stopped.
 */
package org.dungeontalk.local.stack;
