/** Jobs that run repeatedly in the background, and their failures. */
package org.dungeontalk.analytics.background;
