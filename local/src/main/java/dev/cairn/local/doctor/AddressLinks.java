package dev.cairn.local.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The links up to loading the script in a browser: name, connection, certificate, and the server at the address. */
final class AddressLinks {
    /** Hosts that browsers allow secure pages to send to without TLS. */
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(.+\\.)?localhost|127(\\.[0-9]+){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final Subject subject;
    private final HttpProbe http;
    private final Deployment deployment;

    AddressLinks(Subject subject, HttpProbe http, Deployment deployment) {
        this.subject = subject;
        this.http = http;
        this.deployment = deployment;
    }

    Verdict name() {
        String host = subject.to().getHost();
        try {
            return Verdict.holds(host + " resolves to "
                    + Arrays.stream(InetAddress.getAllByName(host.replaceAll("[\\[\\]]", "")))
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(", ")));
        } catch (UnknownHostException e) {
            return Verdict.broken(
                    "No DNS record was found for " + host + ".",
                    "Check the spelling. With DomainName, create a CNAME or alias record that points to the stack's output"
                            + " DomainTarget.");
        }
    }

    Verdict connection() throws InterruptedException {
        try {
            http.get(subject.at("/openapi.yaml"), Map.of());
        } catch (SSLException e) {
            return Verdict.broken(
                    "The TLS connection failed: " + e.getMessage(),
                    "Install a certificate for " + subject.to().getHost()
                            + " from a public authority that has not expired: with DomainName, the one named by CertificateArn.");
        } catch (HttpTimeoutException e) {
            return Verdict.broken(
                    subject.to() + " did not answer within 20 seconds.",
                    "Check firewalls and the proxy or CDN in front; then the log group of Web.");
        } catch (IOException e) {
            return Verdict.broken(
                    "There is no connection to " + subject.to() + ": " + reason(e),
                    "Check host and port; for ./cairn local, check that it is running.");
        }
        return insecure() == null
                ? Verdict.holds("connected" + (isTls() ? " with a valid certificate" : ""))
                : Verdict.broken(insecure(), "Use the https address, for pages and for --to.");
    }

    /** From an https page, browsers send nothing to an http address, except on the same machine. */
    private @Nullable String insecure() {
        boolean mixed = !isTls()
                && URI.create(subject.origin()).getScheme().equals("https")
                && !THIS_MACHINE.matcher(subject.to().getHost()).matches();
        return mixed
                ? "Pages of " + subject.origin() + " may not send to " + subject.to() + ", which is not https."
                : null;
    }

    private boolean isTls() {
        return subject.to().getScheme().equals("https");
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    Verdict cairnAnswers() throws IOException, InterruptedException {
        HttpProbe.Answer answer = http.get(subject.at("/openapi.yaml"), Map.of());
        deployment.read(answer.body());
        if (answer.status() == 200 && deployment.isCairn()) {
            return Verdict.holds("Cairn answers; events go to " + deployment.eventPath());
        }
        return Verdict.broken(
                "Something else than Cairn answers at " + subject.at("/openapi.yaml") + " (status " + answer.status()
                        + ").",
                answer.status() >= 500
                        ? "Look at the log group of Web; the alarm WebFails should ring."
                        : "--to takes the address without a path: EventsUrl without /v1/events. Check the route of the proxy or CDN.");
    }

    Verdict version() {
        String served = deployment.version().orElse("");
        return served.equals(Deployment.own())
                ? Verdict.holds("version " + served + ", as this command")
                : Verdict.noted(
                        "The stack runs version " + (served.isEmpty() ? "0.1.0 or older" : served)
                                + ", this command is " + Deployment.own() + ".",
                        "Use the ./cairn of the deployed version, or upgrade the stack (docs/operating.md).");
    }

    Verdict script() throws IOException, InterruptedException {
        URI address = subject.at(deployment.scriptPath());
        HttpProbe.Answer answer = http.get(address, Map.of());
        if (answer.status() != 200) {
            return Verdict.broken(
                    "The script " + address + " is not served (status " + answer.status() + ").",
                    "Check that the proxy or CDN forwards " + deployment.scriptPath() + ".");
        }
        String type = answer.header("content-type").orElse("none");
        if (!type.startsWith("text/javascript")) {
            return Verdict.broken(
                    address + " has the content type " + type + "; browsers do not run it as a script.",
                    "Let the proxy or CDN pass on Content-Type, and do not answer this path with a page of the site.");
        }
        return answer.body().contains(deployment.eventPath())
                ? Verdict.holds(address + ", " + answer.body().length() + " characters")
                : Verdict.broken(
                        "The script sends events to another path than " + deployment.eventPath() + ".",
                        "A cache serves the script of an earlier EventPath: invalidate " + deployment.scriptPath()
                                + " there.");
    }
}
