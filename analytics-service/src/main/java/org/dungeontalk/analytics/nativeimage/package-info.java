/** What the native build has to know. */
package org.dungeontalk.analytics.nativeimage;
