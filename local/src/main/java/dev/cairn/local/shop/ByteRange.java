package dev.cairn.local.shop;

import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves part of a file, {@code Range: bytes=0-1}: without ranges, Safari does not play a video, and no browser can
 * seek in one.
 */
final class ByteRange {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");

    private ByteRange() {}

    /** The requested part; the whole file if no range is requested or its form is not supported. */
    static GatewayAnswer of(GatewayEvent request, GatewayAnswer whole) {
        Map<String, String> headers = new HashMap<>(whole.headers());
        headers.put("accept-ranges", "bytes");
        Matcher range = RANGE.matcher(request.headers().getOrDefault("range", ""));
        if (!range.matches()) {
            return new GatewayAnswer(200, headers, whole.body());
        }
        int size = whole.body().length;
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Integer.parseInt(range.group(2)));
        if (from > to) {
            headers.put("content-range", "bytes */" + size);
            return new GatewayAnswer(416, headers, new byte[0]);
        }
        headers.put("content-range", "bytes " + from + "-" + to + "/" + size);
        return new GatewayAnswer(206, headers, Arrays.copyOfRange(whole.body(), from, to + 1));
    }
}
