package dev.cairn.model;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * One {@code POST /v1/events} that passed the checks of site and access, as sent by its client and seen by API Gateway:
 * at least a part of it reached the stream, or it was wholly rejected. It occurs once, however often the stream
 * delivers it; a client's retry is a separate request.
 *
 * @param id API Gateway's request id
 * @param receivedAt API Gateway's time, epoch milliseconds
 * @param sourceIp the peer's address
 * @param headers by lower-case name: {@code user-agent}, {@code sec-gpc}, {@code sec-purpose}, and,
 *     if {@code x-cairn-edge} has the edge's secret, {@code cloudfront-viewer-country} are used
 * @param server whether it was sent with a server key, not by a browser
 * @param body the JSON text
 * @param confirmed indexes, in the body's {@code events}, of the accepted events on the stream
 * @param rejected reasons by index, for the rejected events that must be counted: all of a wholly rejected body,
 *     otherwise those on the stream
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
