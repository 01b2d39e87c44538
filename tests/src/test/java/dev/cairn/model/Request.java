package dev.cairn.model;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * One {@code POST /v1/events} that passed site and access and of which something reached the stream, or that was wholly
 * rejected, as its client sent it and as API Gateway saw it. It is given once, however often the stream delivers it; a client's retry is another request.
 *
 * @param id API Gateway's request id
 * @param receivedAt API Gateway's time, epoch milliseconds
 * @param sourceIp the peer's address
 * @param headers by lower-case name: {@code user-agent}, {@code sec-gpc}, {@code sec-purpose},
 *     {@code cloudfront-viewer-country} are looked at
 * @param server sent with a server key, not by a browser
 * @param body the JSON text
 * @param confirmed indexes, in the body's {@code events}, of the accepted events that the stream has
 * @param rejected reasons by index, of the rejected events that must be counted: of a wholly rejected body all, of
 *     another one those that the stream has
 * @param refused indexes of all rejected events, counted or not: every other event was accepted
 */
public record Request(
        String id,
        long receivedAt,
        String sourceIp,
        Map<String, String> headers,
        boolean server,
        String body,
        Set<Integer> confirmed,
        SortedMap<Integer, String> rejected,
        Set<Integer> refused) {}
