/** The services' benchmarks, run with what production gives a service. */
package org.dungeontalk.load.bench;
