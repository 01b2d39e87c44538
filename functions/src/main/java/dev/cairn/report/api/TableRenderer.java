package dev.cairn.report.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.http.HttpRequest;
import dev.cairn.store.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders a table response as JSON or CSV, one page at a time. */
public final class TableRenderer {
    private static final Map<String, Boolean> FORMATS = Map.of("json", false, "csv", true);
    private static final String SETTLED = "private, max-age=3600";
    private static final Map<String, String> HEADERS = Map.of("vary", "Accept, Authorization");

    private final int pageBytes;

    /** @param pageBytes maximum size of a response within Lambda's JSON, where a quote takes two bytes */
    public TableRenderer(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    public Response render(TableResponse report, HttpRequest request) {
        QueryParameters parameters =
                new QueryParameters(request.query(), request.query().keySet().toArray(String[]::new));
        boolean csv = parameters.choice("format", FORMATS).orElseGet(() -> prefersCsv(request));
        Optional<ErrorResponse> fault = parameters.fault();
        if (fault.isPresent()) {
            return fault.get();
        }
        Optional<PageCursor> from = parameters
                .text(PageCursor.PARAMETER)
                .map(text -> PageCursor.read(text, request))
                .orElseGet(() -> Optional.of(PageCursor.start(request)));
        if (from.isEmpty()) {
            return ErrorResponse.parameter(
                    PageCursor.PARAMETER,
                    "This cursor belongs to a different request; send it with the parameters of that request.");
        }
        boolean totalsOnly = parameters
                .text(QueryParameters.TOTALS)
                .filter(QueryParameters.ONLY::equals)
                .isPresent();
        TableResponse asked = totalsOnly ? report.withoutRows() : report;
        return csv ? csv(asked, totalsOnly, request, from.get()) : json(asked, request, from.get());
    }

    private TextResponse json(TableResponse report, HttpRequest request, PageCursor from) {
        List<List<TableResponse.Row>> sections = report.sections();
        int frame = size(Json.write(document(report, Page.empty(sections.size()))));
        Page page = Page.of(sections, from, pageBytes - frame, row -> size(Json.write(row.figures())) + 1);
        return content(report, TextResponse.JSON, Json.write(document(report, page)), request, page.next());
    }

    private static ObjectNode document(TableResponse report, Page page) {
        ObjectNode json = report.head().deepCopy();
        put(json, report, page, 0);
        TableResponse.Comparison comparison = report.comparison();
        if (comparison != null) {
            ObjectNode other = json.putObject("comparison")
                    .put("from", comparison.range().from().toString())
                    .put("to", comparison.range().to().toString());
            put(other, comparison.days(), page, 2);
        }
        if (page.next() != null) {
            json.put("next", page.next().text());
        }
        return json;
    }

    /** @param section the page's section with the rows; the totals are in the next one */
    private static void put(ObjectNode json, TableResponse report, Page page, int section) {
        putAll(json.putArray(report.name()), page.sections().get(section));
        if (report.totals().ofRange() != null) {
            json.set("total", report.totals().ofRange());
        }
        if (!report.totals().byValue().isEmpty()) {
            putAll(json.putArray("totals"), page.sections().get(section + 1));
        }
        if (report.meta() != null) {
            json.set("meta", report.meta());
        }
    }

    private static void putAll(ArrayNode array, List<TableResponse.Row> rows) {
        rows.forEach(row -> array.add(row.figures()));
    }

    private TextResponse csv(TableResponse report, boolean totalsOnly, HttpRequest request, PageCursor from) {
        List<List<TableResponse.Row>> sections = totalsOnly ? CsvTable.totals(report) : CsvTable.sections(report);
        CsvTable table = CsvTable.of(totalsOnly ? Json.MAPPER.createObjectNode() : report.blank(), sections);
        int frame = size(table.write(List.of()));
        Page page = Page.of(sections, from, pageBytes - frame, row -> size(table.line(row)));
        List<TableResponse.Row> rows =
                page.sections().stream().flatMap(List::stream).toList();
        TextResponse content =
                content(report, "text/csv; charset=utf-8; header=present", table.write(rows), request, page.next());
        return content.withHeader("content-disposition", "attachment; filename=\"" + fileName(request) + "\"");
    }

    private TextResponse content(
            TableResponse report, String type, String body, HttpRequest request, @Nullable PageCursor next) {
        String caching = report.settled() ? SETTLED : TextResponse.REVALIDATE;
        TextResponse content = new TextResponse(200, type, caching, TextResponse.etag(body), HEADERS, body);
        return next == null ? content : content.withHeader("link", link(request, next));
    }

    private static String link(HttpRequest request, PageCursor next) {
        TreeMap<String, String> parameters = new TreeMap<>(request.query());
        parameters.put(PageCursor.PARAMETER, next.text());
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "<" + request.path() + "?" + query + ">; rel=\"next\"";
    }

    /** For example {@code shop-funnels-checkout.csv}. File names never contain a person's id. */
    private static String fileName(HttpRequest request) {
        String path = request.path().replaceFirst("^/v1/(sites/)?", "").replaceFirst("/visitors/.*", "/visitors");
        return path.replaceAll("[^A-Za-z0-9._-]", "-") + ".csv";
    }

    private static int size(String text) {
        long escaped = text.chars()
                .filter(c -> c == '"' || c == '\\' || c == '\r' || c == '\n')
                .count();
        return text.getBytes(StandardCharsets.UTF_8).length + (int) escaped;
    }

    private static boolean prefersCsv(HttpRequest request) {
        String accept = request.header("accept").orElse("");
        return quality(accept, "text/csv") > quality(accept, "application/json");
    }

    /** The quality value of a media type in the header; 0 if the header does not list it. */
    private static double quality(String accept, String type) {
        for (String range : accept.split(",")) {
            String[] parts = range.strip().split(";");
            if (parts[0].strip().equalsIgnoreCase(type)) {
                for (int i = 1; i < parts.length; i++) {
                    String parameter = parts[i].strip();
                    if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
                        return Double.parseDouble(parameter.substring(2));
                    }
                }
                return 1;
            }
        }
        return 0;
    }
}
