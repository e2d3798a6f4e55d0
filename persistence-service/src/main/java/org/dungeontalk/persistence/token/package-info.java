/** Verifies bearer tokens. The service does not start without valid keys. */
package org.dungeontalk.persistence.token;
