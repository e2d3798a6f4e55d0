/**
 * Anomalies: one class for each, behind {@link org.dungeontalk.analytics.anomaly.Detector}. Pure,
 * and deterministic: what is found is a function of the partition's records, in their order.
 */
package org.dungeontalk.analytics.anomaly;
