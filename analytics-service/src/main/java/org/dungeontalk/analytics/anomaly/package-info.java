/**
 * Anomalies, one class for each, behind {@link org.dungeontalk.analytics.anomaly.Detector}. Pure
 * and deterministic: findings are a function of the partition's records and their order.
 */
package org.dungeontalk.analytics.anomaly;
