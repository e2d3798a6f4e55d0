/** Work that is repeated in the background, and which of it fails. */
package org.dungeontalk.analytics.background;
