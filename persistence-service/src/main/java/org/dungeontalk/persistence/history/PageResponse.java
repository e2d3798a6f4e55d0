package org.dungeontalk.persistence.history;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * A page with its entity tag, or 304 without a body if the client has the page already. The page is
 * read in both cases; 304 only saves bytes. Shared caches may not keep it, because another player
 * may see other whispers.
 */
final class PageResponse {

    private static final int TAG_BYTES = 16;

    private PageResponse() {}

    /**
     * @param page made of records only, so that its text contains all of its values
     */
    static <T extends Record> RestResponse<T> of(T page, Request request) {
        CacheControl mine = new CacheControl();
        mine.setPrivate(true);
        mine.setNoCache(true);
        EntityTag tag = tag(page.toString());
        Response.ResponseBuilder known = request.evaluatePreconditions(tag);
        RestResponse.ResponseBuilder<T> answer =
                known == null
                        ? RestResponse.ResponseBuilder.ok(page)
                        : RestResponse.ResponseBuilder.create(known.build().getStatus());
        return answer.tag(tag)
                .cacheControl(mine)
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .build();
    }

    private static EntityTag tag(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return new EntityTag(HexFormat.of().formatHex(digest, 0, TAG_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
