package org.dungeontalk.gateway.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Resources as the gateway's own are made, for the tests. */
@NonBlocking
@Path("/test")
public class CallerEcho {

    void routes(@Observes Router router) {
        router.get("/test/unhandled")
                .handler(
                        ctx -> {
                            throw new IllegalStateException("a bug that no route expects");
                        });
    }

    @POST
    @Bearer
    @Path("/caller")
    @Consumes(MediaType.WILDCARD)
    public String caller(@Context ContainerRequestContext request, String body) {
        return BearerFilter.player(request).id() + ":" + body;
    }

    @GET
    @Path("/bug")
    public String bug() {
        throw new IllegalStateException("a bug, on purpose");
    }
}
