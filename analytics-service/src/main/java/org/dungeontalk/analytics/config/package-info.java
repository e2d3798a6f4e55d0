/** The settings of this service and its clock. Depends on no other package. */
package org.dungeontalk.analytics.config;
