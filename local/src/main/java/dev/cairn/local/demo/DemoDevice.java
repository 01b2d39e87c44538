package dev.cairn.local.demo;

import java.util.Random;

/** The devices of demo visitors. */
enum DemoDevice {
    IPHONE(
            31,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Version/18.3 Mobile/15E148 Safari/604.1"),
    ANDROID(
            24,
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
                    + " Mobile Safari/537.36"),
    WINDOWS(
            24,
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
                    + " Safari/537.36"),
    MAC(
            12,
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3"
                    + " Safari/605.1.15"),
    FIREFOX(5, "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"),
    TABLET(
            4,
            "Mozilla/5.0 (iPad; CPU OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3"
                    + " Mobile/15E148 Safari/604.1");

    static final String CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    private static final int SUM = 100;

    private final int percent;
    private final String agent;

    DemoDevice(int percent, String agent) {
        this.percent = percent;
        this.agent = agent;
    }

    static DemoDevice any(Random random) {
        int ticket = random.nextInt(SUM);
        for (DemoDevice device : values()) {
            ticket -= device.percent;
            if (ticket < 0) {
                return device;
            }
        }
        return WINDOWS;
    }

    String agent() {
        return agent;
    }
}
