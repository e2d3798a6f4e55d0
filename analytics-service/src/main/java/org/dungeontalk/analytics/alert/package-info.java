/** Alerts: what they are and how others see them. */
package org.dungeontalk.analytics.alert;
