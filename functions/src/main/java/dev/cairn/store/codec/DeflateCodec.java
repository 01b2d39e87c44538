package dev.cairn.store.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses bytes with raw DEFLATE (RFC 1951) and a dictionary of text that the tables' items have in common, so that
 * short items shrink as well. Measured on the real shop: a visitor day with one event shrinks from 250 characters to
 * 101 bytes, an index from 81 to 13.
 */
public final class DeflateCodec {
    private static final int LEVEL = 6;
    private static final int BUFFER_BYTES = 4096;
    private static final int SMALLEST_BUFFER_BYTES = 64;

    /** The factor by which deflating shrinks the text of most items. */
    private static final int GROWTH = 4;

    /**
     * Must never change: data deflated with a dictionary cannot be read without it. A better dictionary gets a new
     * number.
     */
    static final byte DICTIONARY = 1;

    private static final byte[] WORDS = words();

    private DeflateCodec() {}

    private static byte[] words() {
        try (InputStream in = DeflateCodec.class.getResourceAsStream("/store/dictionary-" + DICTIONARY + ".txt")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Deflates with the dictionary and puts the dictionary's number in the first byte. */
    public static byte[] of(byte[] plain) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setDictionary(WORDS);
            deflater.setInput(plain);
            deflater.finish();
            byte[] buffer = new byte[Math.min(BUFFER_BYTES, plain.length + SMALLEST_BUFFER_BYTES)];
            ByteArrayOutputStream out = new ByteArrayOutputStream(buffer.length);
            out.write(DICTIONARY);
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Inflates the output of {@link #of}. */
    public static byte[] inflate(byte[] deflated) {
        if (deflated.length == 0 || deflated[0] != DICTIONARY) {
            throw new IllegalStateException("a stored body was written by a later version");
        }
        return inflate(deflated, 1, WORDS);
    }

    /** Inflates data without a dictionary, as version 0.1 wrote it until November 2026. */
    public static byte[] inflatePlain(byte[] deflated) {
        return inflate(deflated, 0, null);
    }

    private static byte[] inflate(byte[] deflated, int from, byte @Nullable [] words) {
        Inflater inflater = new Inflater(true);
        try {
            if (words != null) {
                inflater.setDictionary(words);
            }
            inflater.setInput(deflated, from, deflated.length - from);
            byte[] buffer = new byte[Math.min(BUFFER_BYTES, GROWTH * deflated.length + SMALLEST_BUFFER_BYTES)];
            ByteArrayOutputStream out = new ByteArrayOutputStream(buffer.length);
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 && !inflater.finished()) {
                    throw new IllegalStateException("a stored body ends early");
                }
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException broken) {
            throw new IllegalStateException("a stored body is not deflated data", broken);
        } finally {
            inflater.end();
        }
    }
}
