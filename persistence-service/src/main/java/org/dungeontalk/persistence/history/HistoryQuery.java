package org.dungeontalk.persistence.history;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of a history request as the client sent them; absent ones are null. */
public class HistoryQuery {

    @Parameter(description = "Messages of the page, 1 to 200; 50 if absent")
    @QueryParam("limit")
    public String limit;

    @Parameter(description = "A cursor; the messages next before it are answered")
    @QueryParam("before")
    public String before;

    @Parameter(description = "A cursor; the messages next after it are answered")
    @QueryParam("after")
    public String after;

    @Parameter(
            description =
                    "Only messages with this text in them, 1 to 100 characters, in any case of"
                            + " letters. Not together with after")
    @QueryParam("q")
    public String q;
}
