/** Tokens for players of a local stack. */
package org.dungeontalk.local.token;
