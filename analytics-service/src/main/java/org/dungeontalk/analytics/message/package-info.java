/** The parts of a message that this service uses. Pure. */
package org.dungeontalk.analytics.message;
