/** Alerts and their published form. */
package org.dungeontalk.analytics.alert;
