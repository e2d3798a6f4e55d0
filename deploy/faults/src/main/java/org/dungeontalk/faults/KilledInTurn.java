package org.dungeontalk.faults;

import java.time.Duration;
import org.dungeontalk.faults.search.Search;
import org.dungeontalk.faults.search.SearchReport;
import org.dungeontalk.local.stack.Stack;

/**
 * Z11: 2,000 players on three gateways, three brokers, 500 messages a second. For ten minutes
 * something is killed or stopped every ten seconds: a broker, a gateway, a consumer and PostgreSQL
 * in turn.
 */
final class KilledInTurn implements CrowdFault {

    private static final Search.Size SIZE = new Search.Size(2_000, 100, 500);
    private static final Duration LENGTH = Duration.ofMinutes(10);

    @Override
    public int gateways() {
        return 3;
    }

    @Override
    public int brokers() {
        return 3;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        SearchReport report = Search.inTurn(0, LENGTH, SIZE).run(stack, System.out::println);
        return new RowResult(report.isClean(), report.text());
    }
}
