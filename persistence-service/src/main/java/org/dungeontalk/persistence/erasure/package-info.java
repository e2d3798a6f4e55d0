/** Erases or pseudonymises the messages of a player on request. */
package org.dungeontalk.persistence.erasure;
