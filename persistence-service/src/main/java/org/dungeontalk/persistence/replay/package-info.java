/** A part of the log read again beside the live stream, shared by the running instances. */
package org.dungeontalk.persistence.replay;
