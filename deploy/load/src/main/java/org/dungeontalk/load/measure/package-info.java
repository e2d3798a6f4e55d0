/** Steady load on a gateway: many members, messages at a fixed rate, every delivery checked. */
package org.dungeontalk.load.measure;
