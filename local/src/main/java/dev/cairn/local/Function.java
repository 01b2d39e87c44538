package dev.cairn.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A Lambda function as seen by the service: it takes an event and returns a response, or fails. */
@FunctionalInterface
public interface Function {

    void handle(InputStream event, OutputStream answer) throws IOException;

    /** Called when the process shuts down cleanly; Lambda has no equivalent. */
    default void end() {}

    default byte[] invoke(byte[] event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handle(new ByteArrayInputStream(event), answer);
        return answer.toByteArray();
    }
}
