/** Creates detectors, partition states and the policy from the settings. */
package org.dungeontalk.analytics.detection;
