package dev.cairn.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Pipeline;
import dev.cairn.access.IdentitySecret;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryItemStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which user ids a site believes (I1). */
class IdentityProofTest {
    private static final Instant NOW = Instant.parse("2025-02-23T12:00:00Z");
    private static final String USER = "kunde-7 é";
    private static final IdentitySecret SECRET = new IdentitySecret("shop", Pipeline.SECRETS.master());

    @ParameterizedTest
    @CsvSource({
        "any, page, none, USER",
        "any, page, wrong, USER",
        "any, server, none, USER",
        "signed, page, right, USER",
        "signed, page, none, DEVICE",
        "signed, page, wrong, DEVICE",
        "signed, page, of another user, DEVICE",
        "signed, page, of another site, DEVICE",
        "signed, page, upper case, DEVICE",
        "signed, server, none, USER",
        "server, page, right, DEVICE",
        "server, server, none, USER",
    })
    void I1_aUserThatIsNotProvenIsTreatedAsNotSent(String identity, String sender, String signature, LinkLevel link) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Pipeline pipeline = new Pipeline(
                new MemoryItemStore(clock),
                clock,
                "sites: {shop: {time_zone: UTC, currency: EUR, origins: [\"https://shop.example\"], identity: "
                        + identity + "}}",
                "shop");
        String body = "{\"site\":\"shop\",\"visitor\":\"device\",\"user\":\"" + USER + "\",\"user_signature\":"
                + signature(signature)
                + ",\"consent\":{\"analytics\":true},\"events\":[{\"id\":\"e\",\"name\":\"order\"}]}";
        if (sender.equals("page")) {
            pipeline.post(
                    body,
                    Map.of(
                            "content-type",
                            "text/plain",
                            "origin",
                            "https://shop.example",
                            "user-agent",
                            "Mozilla/5.0 Firefox/140.0"));
        } else {
            pipeline.post(body);
        }

        assertThat(DeliveryCodec.read(pipeline.takeStream().getFirst())
                        .visitor()
                        .link())
                .isEqualTo(link);
    }

    private static String signature(String which) {
        return switch (which) {
            case "none" -> "null";
            case "wrong" -> "\"" + "0".repeat(64) + "\"";
            case "of another user" -> '"' + SECRET.signatureOf("another") + '"';
            case "of another site" ->
                '"' + new IdentitySecret("blog", Pipeline.SECRETS.master()).signatureOf(USER) + '"';
            case "upper case" -> '"' + SECRET.signatureOf(USER).toUpperCase(java.util.Locale.ROOT) + '"';
            default -> '"' + SECRET.signatureOf(USER) + '"';
        };
    }

    @ParameterizedTest
    @CsvSource({
        "python, python3, -c, 'import sys; sys.stdout.write(user_signature(sys.argv[1], sys.argv[2]))'",
        "js, node, -e, 'process.stdout.write(userSignature(process.argv[1], process.argv[2]))'",
        "php, php, -r, 'echo userSignature($argv[1], $argv[2]);'",
    })
    void I1_theHelpersOfTheDocumentationSignAsTheCollectorExpects(
            String language, String interpreter, String option, String call) throws IOException, InterruptedException {
        assumeTrue(isThere(interpreter), interpreter + " is not installed");
        String helper = helper(language);
        Process process = new ProcessBuilder(interpreter, option, helper + "\n" + call, USER, SECRET.text())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertThat(said).isEqualTo(SECRET.signatureOf(USER));
    }

    @ParameterizedTest
    @CsvSource("java, UserSignature")
    void I1_theHelperInJavaSignsAsTheCollectorExpects(String language, String type)
            throws IOException, InterruptedException {
        Path source = Files.createTempDirectory("helper").resolve(type + ".java");
        Files.writeString(source, helper(language));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Dfile.encoding=UTF-8", source.toString(), USER, SECRET.text())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertThat(said).isEqualTo(SECRET.signatureOf(USER));
    }

    private static boolean isThere(String interpreter) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, interpreter)));
    }

    private static String helper(String language) throws IOException {
        String page = Files.readString(Path.of("../docs/clients.md"));
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page.substring(page.indexOf("## Signed users")));
        assertThat(block.find()).as("a helper in %s", language).isTrue();
        return block.group(1);
    }
}
