/** Bounds of the connections to the public port. */
package org.dungeontalk.persistence.http;
