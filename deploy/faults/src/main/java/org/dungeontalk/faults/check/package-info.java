/** Checks a stack: messages sent, read and stored. */
package org.dungeontalk.faults.check;
