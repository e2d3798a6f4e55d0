/** How a stack is judged: what players sent, what was read, what is stored. */
package org.dungeontalk.faults.check;
