/** Who asks: a bearer's token read and judged, with keys that the service checked at its start. */
package org.dungeontalk.persistence.token;
