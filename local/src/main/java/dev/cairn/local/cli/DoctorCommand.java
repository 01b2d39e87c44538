package dev.cairn.local.cli;

import dev.cairn.local.doctor.Doctor;
import dev.cairn.local.doctor.Finding;
import dev.cairn.local.doctor.Stack;
import dev.cairn.local.doctor.Subject;
import dev.cairn.local.doctor.Verdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ./cairn doctor --to URL}. */
final class DoctorCommand implements Command {
    private static final int BROKEN = 3;
    private static final int USUAL_WAIT = 60;
    private static final int LONGEST_WAIT = 3600;

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "follow an event from a page to a report and name the first broken link";
    }

    @Override
    public String help() {
        return """
                ./cairn doctor --to URL --site S --origin O [--page URL] [--key KEY] [--stack NAME] [--wait SECONDS]

                Sends an event as a page of the site would and follows it: name, TLS, what answers there, script, page,
                its Content-Security-Policy, preflight, site and origin, CORS, what a proxy changes, collector, stream,
                classifier, clocks, report, run, and with --stack the stack's own parts and who hears of its alarms. It
                stops at the first broken link and says what to do.

                The event is marked as that of an automated browser: no statistic contains it. The site's `health`
                counts one event under bots.webdriver.

                  --to URL        Cairn's address, without a path; default with --stack: the stack's
                  --site S        the site's id; default with --stack: its first site
                  --origin O      the origin of the site's pages, such as https://www.shop.example
                  --page URL      a page with the script tag, which is checked too
                  --key KEY       a key that reads the site; default: the environment variable CAIRN_KEY. Without it,
                                  the event is followed to the stream only
                  --stack NAME    the CloudFormation stack, read with the AWS CLI
                  --region R      the stack's region; default: the AWS CLI's
                  --wait SECONDS  how long to wait until the event is classified; default 60

                The exit code is 0 if every link holds, 3 if one is broken.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        Subject subject = subject(words);
        List<Finding> findings = new Doctor(subject).examine(DoctorCommand::print);
        Finding last = findings.getLast();
        System.out.println();
        if (last.verdict().isBroken()) {
            System.out.println("The first broken link: " + last.link() + ". "
                    + last.verdict().found());
            System.out.println("What to do: " + last.verdict().remedy());
            return BROKEN;
        }
        long skipped = findings.stream()
                .filter(each -> each.verdict().state() == Verdict.State.SKIPPED)
                .count();
        System.out.println(
                "Every link that was checked holds" + (skipped == 0 ? "." : "; " + skipped + " were not checked."));
        return 0;
    }

    private static void print(Finding finding) {
        Verdict verdict = finding.verdict();
        System.out.printf(
                Locale.ROOT,
                "%-7s  %-14s  %s%n",
                switch (verdict.state()) {
                    case HOLDS -> "ok";
                    case NOTED -> "note";
                    case SKIPPED -> "-";
                    case BROKEN -> "BROKEN";
                },
                finding.link(),
                verdict.found() + (verdict.state() == Verdict.State.NOTED ? " " + verdict.remedy() : ""));
    }

    private static Subject subject(List<String> words) throws IOException, InterruptedException {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--to", "URL"),
                        new CliArguments.Option("--site", "S"),
                        new CliArguments.Option("--origin", "O"),
                        new CliArguments.Option("--page", "URL"),
                        ApiClient.KEY,
                        new CliArguments.Option("--stack", "NAME"),
                        new CliArguments.Option("--region", "R"),
                        new CliArguments.Option("--wait", "SECONDS")),
                0,
                "");
        Stack stack = arguments
                .option("--stack")
                .map(name -> new Stack(name, arguments.option("--region").orElse(null)))
                .orElse(null);
        URI to = CliOptions.address("--to", given(arguments, "--to", stack, "https://stats.shop.example"));
        if (!to.getRawPath().replace("/", "").isEmpty()) {
            throw new UsageException("--to takes Cairn's address without a path, such as " + to.resolve("/"));
        }
        URI page = arguments
                .option("--page")
                .map(text -> CliOptions.address("--page", text))
                .orElse(null);
        return new Subject(
                to,
                CliOptions.site(given(arguments, "--site", stack, "shop")),
                origin(arguments, stack, page),
                page,
                arguments
                        .option("--key")
                        .or(() -> Optional.ofNullable(System.getenv(ApiClient.KEY_VARIABLE)))
                        .map(CliOptions::key)
                        .orElse(null),
                stack,
                wait(arguments));
    }

    private static String origin(CliArguments arguments, @Nullable Stack stack, @Nullable URI page)
            throws IOException, InterruptedException {
        if (page != null && arguments.option("--origin").isEmpty()) {
            return page.getScheme() + "://" + page.getRawAuthority();
        }
        String text = given(arguments, "--origin", stack, "https://www.shop.example");
        URI origin = CliOptions.address("--origin", text);
        if (!text.equals(origin.getScheme() + "://" + origin.getRawAuthority())) {
            throw new UsageException("--origin takes scheme, host and port, such as " + origin.getScheme() + "://"
                    + origin.getRawAuthority() + ", not \"" + text + "\"");
        }
        return text;
    }

    /** The option's value, else the stack's. If the stack cannot be read, the doctor reports it. */
    private static String given(CliArguments arguments, String option, @Nullable Stack stack, String example)
            throws IOException, InterruptedException {
        Optional<String> given = arguments.option(option);
        if (given.isPresent() || stack == null) {
            return given.orElseGet(() -> arguments.required(option, option + " " + example));
        }
        return switch (option) {
            case "--to" ->
                stack.output("EventsUrl")
                        .map(url -> URI.create(url).resolve("/").toString())
                        .orElseThrow(() -> new UsageException("the stack has no output EventsUrl; is it Cairn's?"));
            case "--site" -> stack.parameter("SiteId").orElse("shop");
            default -> stack.parameter("SiteOrigin").orElseThrow(() -> new UsageException("--origin is missing"));
        };
    }

    private static Duration wait(CliArguments arguments) {
        String text = arguments.option("--wait").orElse(Integer.toString(USUAL_WAIT));
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > LONGEST_WAIT) {
            throw new UsageException("--wait takes seconds from 0 to " + LONGEST_WAIT + ", not \"" + text + "\"");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }
}
