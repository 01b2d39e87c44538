package dev.cairn.local.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A text file in this package with placeholders of the form <code>{{name}}</code>. Nothing is escaped, so insert only
 * trusted text.
 */
record Template(String text) {
    static final Template EMPTY = new Template("");

    static Template of(String file) {
        return new Template(new String(bytes(file), StandardCharsets.UTF_8));
    }

    Template with(String name, String value) {
        return new Template(text.replace("{{" + name + "}}", value));
    }

    static byte[] bytes(String file) {
        try (InputStream in = Template.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
