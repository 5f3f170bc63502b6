package io.counterfoil.app.architecture.broken.domain.habits;

import io.counterfoil.domain.rest.Allow;
import jakarta.ws.rs.POST;

class PostsWithoutKey {

    @POST
    @Allow(scope = "things:write")
    void changes() {}

    @POST
    @Allow(scope = "things:read")
    void asks() {}

    @POST
    @Allow(anyone = true)
    void hasNobodyToKeepAnAnswerFor() {}
}
