/**
 * The stack itself: which processes, on which ports, with which settings, started and stopped in
 * which order.
 */
package org.dungeontalk.local.stack;
