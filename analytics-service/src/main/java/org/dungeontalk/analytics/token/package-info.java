/** Authentication and authorisation of callers. */
package org.dungeontalk.analytics.token;
