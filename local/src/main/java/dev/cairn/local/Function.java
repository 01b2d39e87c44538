package dev.cairn.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A Lambda function as its service sees it: an event goes in, an answer comes out, or it fails. */
@FunctionalInterface
public interface Function {

    void handle(InputStream event, OutputStream answer) throws IOException;

    /** Its process ends in order; Lambda's never say so. */
    default void end() {}

    default byte[] invoke(byte[] event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handle(new ByteArrayInputStream(event), answer);
        return answer.toByteArray();
    }
}
