package org.dungeontalk.faults;

import org.dungeontalk.local.regions.Regions;

/** One row that needs two regions. */
interface RegionsFault {

    /** Blocks until the figure is known; leaves both regions running. */
    Figure run(Regions regions) throws Exception;
}
