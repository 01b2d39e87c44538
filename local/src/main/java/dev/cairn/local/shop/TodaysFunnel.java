package dev.cairn.local.shop;

import dev.cairn.local.demo.Demo;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import java.time.LocalDate;

/** The demo site's funnel for today, as returned by the HTTP API; no key is needed on this machine. */
public final class TodaysFunnel implements LocalServer.Own {
    private static final String PATH = "/v1/sites/" + Demo.SITE + "/funnels/checkout";

    private final InternalApiClient asking;

    public TodaysFunnel(InternalApiClient asking) {
        this.asking = asking;
    }

    @Override
    public GatewayAnswer answer(GatewayEvent request) {
        LocalDate today = LocalDate.ofInstant(asking.clock().instant(), Demo.ZONE);
        return asking.get(PATH, "from=" + today + "&to=" + today);
    }
}
