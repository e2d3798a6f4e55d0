/** The services' benchmarks, run with a service's production settings. */
package org.dungeontalk.load.bench;
