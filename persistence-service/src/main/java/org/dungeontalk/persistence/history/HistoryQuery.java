package org.dungeontalk.persistence.history;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of a history request as the client sent them; absent ones are null. */
public class HistoryQuery {

    @Parameter(description = "Messages of the page, 1 to 200; 50 if absent")
    @QueryParam("limit")
    public String limit;

    @Parameter(description = "A cursor; returns the messages just before it")
    @QueryParam("before")
    public String before;

    @Parameter(description = "A cursor; returns the messages just after it")
    @QueryParam("after")
    public String after;

    @Parameter(
            description =
                    "Only messages that contain this text of 1 to 100 characters; upper and lower"
                            + " case are the same. Not together with after")
    @QueryParam("q")
    public String q;
}
