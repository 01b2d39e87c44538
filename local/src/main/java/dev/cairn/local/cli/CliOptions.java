package dev.cairn.local.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses option values; each error message lists the allowed values. */
final class CliOptions {
    private static final int LAST_PORT = 65_535;
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.-]{1,32}){1,4}");
    private static final Pattern KEY = Pattern.compile("[!-~]+");
    private static final Pattern SITE = Pattern.compile("-|[a-z0-9][a-z0-9_-]{0,63}");
    private static final int MIN_EDGE_SECRET_CHARACTERS = 32;

    private CliOptions() {}

    /** A literal address: a name would need a lookup, and could resolve to a different address each time. */
    static InetAddress listen(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            throw new UsageException("--listen takes an address such as 0.0.0.0 or ::, not " + text);
        }
    }

    /** Reads the secret from a file. */
    static String edgeSecret(String file) {
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.length() < MIN_EDGE_SECRET_CHARACTERS) {
                throw new UsageException(
                        "the secret in " + file + " needs at least " + MIN_EDGE_SECRET_CHARACTERS + " characters");
            }
            return secret;
        } catch (IOException | InvalidPathException unreadable) {
            throw new UsageException("--edge-secret: the file " + file + " cannot be read");
        }
    }

    /** A key as sent in a header; the error message does not repeat it, because it may be almost right. */
    static String key(String text) {
        if (KEY.matcher(text).matches()) {
            return text;
        }
        throw new UsageException(
                "--key takes a whole key as it was printed; this one is empty or has a character that no"
                        + " key has, such as a space or …");
    }

    static URI address(String text) {
        return address("--to", text);
    }

    static URI address(String option, String text) {
        try {
            URI address = new URI(text);
            if (address.getHost() != null && Set.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (URISyntaxException notAnAddress) {
            // reported below
        }
        throw new UsageException(option + " takes an address like http://localhost:8080, not \"" + text + "\"");
    }

    /** A URL path in the format that the template's parameters accept. */
    static String path(String text) {
        if (PATH.matcher(text).matches()) {
            return text;
        }
        throw new UsageException(
                "a path is one to four segments of letters, digits, -, _ and ., such as /v1/events, not \"" + text
                        + "\"");
    }

    /** A folder, whether or not it exists. */
    static Path folder(String option, String text) {
        Path folder = Path.of(text);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(option + " takes a folder, but " + text + " is a file");
        }
        return folder;
    }

    static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw new UsageException(
                "--port takes a number from 0 (any free port) to " + LAST_PORT + ", not \"" + text + "\"");
    }

    static String site(String text) {
        if (SITE.matcher(text).matches()) {
            return text;
        }
        throw new UsageException("--site takes a site's id, lower-case letters, digits, - and _, not \"" + text + "\"");
    }

    static String day(String option, String text) {
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeParseException notADay) {
            throw new UsageException(option + " takes a day like 2026-02-28, not \"" + text + "\"");
        }
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new UsageException("--clock takes a time in UTC like 2025-02-27T00:30:00Z, not \"" + text + "\"");
        }
    }
}
