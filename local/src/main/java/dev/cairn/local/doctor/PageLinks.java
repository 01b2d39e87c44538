package dev.cairn.local.doctor;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a page with the script: that it loads, refers to this deployment and site, and has a policy that allows both.
 */
final class PageLinks {
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
    private static final Pattern SCRIPT = Pattern.compile("(?is)<script\\b[^>]*>");
    private static final Pattern META = Pattern.compile("(?is)<meta\\b[^>]*>");

    private final Subject subject;
    private final HttpProbe http;
    private final Deployment deployment;
    private String html = "";
    private List<String> policies = List.of();
    private Optional<String> tag = Optional.empty();

    PageLinks(Subject subject, HttpProbe http, Deployment deployment) {
        this.subject = subject;
        this.http = http;
        this.deployment = deployment;
    }

    Verdict loads() throws InterruptedException {
        if (subject.page() == null) {
            return Verdict.skipped("--page URL checks a page that has the script");
        }
        try {
            HttpProbe.Answer answer = http.get(subject.page(), Map.of("accept", "text/html"));
            if (answer.status() != 200) {
                return Verdict.broken(
                        "The page " + subject.page() + " answers " + answer.status() + ".",
                        "Use the address of a page that anybody can open, after all redirects.");
            }
            html = COMMENT.matcher(answer.body()).replaceAll("");
            policies = policies(answer);
            return Verdict.holds(subject.page() + " loads");
        } catch (IOException e) {
            return Verdict.broken(
                    "The page " + subject.page() + " cannot be loaded: " + e.getMessage(),
                    "Check the address of --page.");
        }
    }

    private List<String> policies(HttpProbe.Answer answer) {
        List<String> found = new ArrayList<>(answer.headers().allValues("content-security-policy"));
        tags(META).stream()
                .filter(meta -> attribute(meta, "http-equiv").equalsIgnoreCase("content-security-policy"))
                .forEach(meta -> found.add(attribute(meta, "content")));
        return found;
    }

    Verdict snippet() {
        if (subject.page() == null) {
            return Verdict.skipped("--page URL checks the script tag");
        }
        tag = tags(SCRIPT).stream().filter(this::isOurs).findFirst();
        if (tag.isEmpty()) {
            boolean managed = html.contains("googletagmanager.com/gtm.js");
            return managed
                    ? Verdict.noted(
                            "The page has no script tag of Cairn; its tag manager may add one.",
                            "Open the page with ?cairn_debug=1 and look at the browser's console.")
                    : Verdict.broken(
                            "The page has no script tag of Cairn.",
                            "Add <script defer src=\"" + subject.at(deployment.scriptPath()) + "\" data-site=\""
                                    + subject.site() + "\"></script> to it.");
        }
        URI loaded = subject.page().resolve(attribute(tag.get(), "src"));
        if (!sameServer(loaded, subject.to())
                && attribute(tag.get(), "data-endpoint").isEmpty()) {
            return Verdict.broken(
                    "The page loads the script from " + loaded + ", not from " + subject.to() + ".",
                    "Change src to " + subject.at(deployment.scriptPath()) + ", or examine that address with --to.");
        }
        String site = site(loaded);
        return site.equals(subject.site())
                ? Verdict.holds("the page loads " + loaded + " for the site " + site)
                : Verdict.broken(
                        "The page's script names the site \"" + site + "\", not \"" + subject.site() + "\".",
                        "Write data-site=\"" + subject.site() + "\" in the script tag.");
    }

    private boolean isOurs(String script) {
        String src = attribute(script, "src");
        String path = src.replaceFirst("[?#].*", "");
        String stem = deployment.scriptPath().replaceFirst("\\.js$", "");
        return path.endsWith(deployment.scriptPath())
                || path.matches(".*" + Pattern.quote(stem) + "-[0-9a-f]{12}\\.js")
                || (!src.isEmpty() && !attribute(script, "data-site").isEmpty());
    }

    private String site(URI loaded) {
        String named = attribute(tag.orElseThrow(), "data-site");
        Matcher query = Pattern.compile("(?:^|&)site=([^&]*)")
                .matcher(Optional.ofNullable(loaded.getQuery()).orElse(""));
        return named.isEmpty() && query.find() ? query.group(1) : named;
    }

    Verdict policy() {
        if (subject.page() == null || tag.isEmpty()) {
            return Verdict.skipped("--page URL checks the page's Content-Security-Policy");
        }
        ContentSecurityPolicy policy = new ContentSecurityPolicy(policies, subject.page());
        URI script = subject.page().resolve(attribute(tag.get(), "src"));
        String endpoint = attribute(tag.get(), "data-endpoint");
        URI events = endpoint.isEmpty()
                ? subject.at(deployment.eventPath())
                : subject.page().resolve(endpoint);
        if (!policy.allowsScript(script, attribute(tag.get(), "nonce"))) {
            return Verdict.broken(
                    "The page's Content-Security-Policy does not let it load " + script + ".",
                    "Add " + server(script) + " to script-src.");
        }
        if (!policy.allowsSendingTo(events)) {
            return Verdict.broken(
                    "The page's Content-Security-Policy does not let it send to " + events + ".",
                    "Add " + server(events) + " to connect-src.");
        }
        return Verdict.holds(
                policies.isEmpty() ? "the page has no Content-Security-Policy" : "the page's policy allows both");
    }

    private List<String> tags(Pattern pattern) {
        return pattern.matcher(html).results().map(found -> found.group()).toList();
    }

    /** The value of an attribute; empty if it is absent. */
    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile(
                        "(?is)[\\s\"']" + Pattern.quote(name) + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))")
                .matcher(tag);
        if (!matcher.find()) {
            return "";
        }
        String value = matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        return value.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'");
    }

    private static boolean sameServer(URI one, URI other) {
        return server(one).equalsIgnoreCase(server(other));
    }

    private static String server(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }
}
