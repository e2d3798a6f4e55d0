/** Erasures of players: requested in topic {@code erasures}, carried out with pseudonyms. */
package org.dungeontalk.analytics.erasure;
