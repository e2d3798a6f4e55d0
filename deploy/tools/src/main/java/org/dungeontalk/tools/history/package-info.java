/** Imports messages of another chat server, as {@code mongoexport} writes them, into history. */
package org.dungeontalk.tools.history;
