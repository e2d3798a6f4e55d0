/** Makes detectors, partitions and the policy after the settings. */
package org.dungeontalk.analytics.detection;
