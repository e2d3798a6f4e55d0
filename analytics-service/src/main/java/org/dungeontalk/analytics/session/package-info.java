/** Players' stays in rooms, from the first message to the last. Pure. */
package org.dungeontalk.analytics.session;
