/** Reads a part of the log again beside the live stream, shared by the running instances. */
package org.dungeontalk.persistence.replay;
