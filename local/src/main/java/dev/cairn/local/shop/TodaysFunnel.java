package dev.cairn.local.shop;

import dev.cairn.local.demo.Demo;
import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/** The demo site's funnel of today, as the HTTP API answers it; anybody on this machine may see it without a key. */
public final class TodaysFunnel implements LocalServer.Own {
    private static final String PATH = "/v1/sites/" + Demo.SITE + "/funnels/checkout";

    private final Gateway gateway;
    private final String key;
    private final Clock clock;

    /** @param key one that reads the demo site */
    public TodaysFunnel(Gateway gateway, String key, Clock clock) {
        this.gateway = gateway;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public GatewayAnswer answer(GatewayEvent request) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Demo.ZONE);
        return gateway.answer(new GatewayEvent(
                "GET",
                PATH,
                "from=" + today + "&to=" + today,
                Map.of("authorization", "Bearer " + key),
                new byte[0],
                request.sourceIp(),
                request.receivedAt()));
    }
}
