package org.dungeontalk.faults;

import org.dungeontalk.local.regions.Regions;

/** A row that needs two regions. */
interface RegionsFault {

    /** Blocks until the result is known. Leaves both regions running. */
    RowResult run(Regions regions) throws Exception;
}
