package dev.cairn.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.model.Site;
import dev.cairn.report.text.Phrases;
import dev.cairn.report.today.PageBlock;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notice;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Writes a digest from what the blocks of the page Today say, in the language of the site. */
final class DigestWriter {
    private DigestWriter() {}

    /**
     * @param day on which it is sent
     * @param blocks in order; those with nothing to say are left out of the text, unless none has
     */
    static Notice write(Site site, DigestKind kind, LocalDate day, List<PageBlock> blocks) {
        Phrases phrases = Phrases.of(site.notifications().language()).about(site);
        StringBuilder text = new StringBuilder();
        StringBuilder quiets = new StringBuilder();
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("kind", kind.word())
                .put("site", site.id())
                .put("date", day.toString())
                .put("language", site.notifications().language().code());
        ArrayNode all = json.putArray("blocks");
        for (PageBlock block : blocks) {
            ObjectNode each = all.addObject().put("key", block.key());
            ArrayNode sentences = each.putArray("sentences");
            switch (block.of(site, phrases)) {
                case PageBlock.Said said -> {
                    text.append(phrases.say("digest." + block.key())).append('\n');
                    for (String sentence : said.sentences()) {
                        text.append("- ").append(sentence).append('\n');
                        sentences.add(sentence);
                    }
                    text.append('\n');
                    each.putNull("quiet");
                }
                case PageBlock.Quiet quiet -> {
                    quiets.append(quiet.sentence()).append('\n');
                    each.put("quiet", quiet.sentence());
                }
            }
        }
        String subject =
                phrases.say("digest.subject." + kind.word(), Map.of("site", site.name(), "day", phrases.fullDay(day)));
        String id = Hashes.text(site.id() + "\n" + kind.word() + "\n" + day);
        return new Notice(
                id,
                site.id(),
                subject,
                (text.isEmpty() ? quiets : text).toString().strip(),
                Json.write(json));
    }
}
