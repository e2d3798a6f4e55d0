/** Which tokens are believed: signature, times, origin and the shape of what they say. Pure. */
package org.dungeontalk.gateway.token;
