package dev.cairn.local.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Traces an event through every link, in the order in which it passes them, and stops at the first broken one, because
 * the links after it cannot be checked. The event it sends has the {@code webdriver} hint of an automated browser, so
 * it is excluded from every statistic (V3); only {@code health} counts it, under {@code bots.webdriver}.
 */
public final class Doctor {

    /** Checks one link. */
    @FunctionalInterface
    interface Check {
        Verdict check() throws IOException, InterruptedException;
    }

    /** A link and its check. */
    record Link(String name, Check check) {}

    private final List<Link> links;

    public Doctor(Subject subject) {
        HttpProbe http = new HttpProbe();
        Deployment deployment = new Deployment();
        AddressLinks address = new AddressLinks(subject, http, deployment);
        PageLinks page = new PageLinks(subject, http, deployment);
        CollectorLinks collector = new CollectorLinks(subject, http, deployment);
        StatisticsLinks statistics = new StatisticsLinks(subject, http, collector);
        StackLinks stack = new StackLinks(subject.stack());
        this.links = List.of(
                new Link("stack", stack::deployed),
                new Link("name", address::name),
                new Link("connection", address::connection),
                new Link("address", address::cairnAnswers),
                new Link("version", address::version),
                new Link("script", address::script),
                new Link("page", page::loads),
                new Link("snippet", page::snippet),
                new Link("page policy", page::policy),
                new Link("preflight", collector::preflight),
                new Link("access", collector::access),
                new Link("CORS", collector::readable),
                new Link("query", collector::query),
                new Link("browser", collector::browser),
                new Link("key", statistics::key),
                new Link("stream", stack::stream),
                new Link("collector", collector::accepts),
                new Link("mapping", stack::mapping),
                new Link("classifier", statistics::classified),
                new Link("clock", statistics::clock),
                new Link("schedule", stack::schedule),
                new Link("report", statistics::report),
                new Link("run", statistics::run),
                new Link("balance", statistics::balance),
                new Link("failed batches", stack::failedBatches),
                new Link("alarms", stack::alarms),
                new Link("alarms' mail", stack::mail));
    }

    /** Returns the findings; if a link is broken, it is the last one. Each finding is reported immediately. */
    public List<Finding> examine(Consumer<Finding> report) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Link link : links) {
            Finding finding = new Finding(link.name(), verdict(link));
            findings.add(finding);
            report.accept(finding);
            if (finding.verdict().isBroken()) {
                break;
            }
        }
        return findings;
    }

    private static Verdict verdict(Link link) throws InterruptedException {
        try {
            return link.check().check();
        } catch (IOException e) {
            return Verdict.broken(
                    "The check failed: " + e.getMessage(),
                    "Repeat ./cairn doctor; if it fails again, look at this link.");
        }
    }
}
