package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.model.Site;
import dev.cairn.report.text.Phrases;
import java.util.List;

/** One block of the page Today and of the digest: an answer to one question. Reads rows, writes nothing. */
public interface PageBlock {

    /** Names the block in the API; constant. */
    String key();

    /**
     * What the block says of a site now.
     *
     * @param phrases of the language to say it in
     */
    Content of(Site site, Phrases phrases);

    /** Either sentences, or the one that says why there are none. */
    sealed interface Content {}

    /**
     * @param sentences at least one, each complete in itself, with a number
     * @param link the path of the API that has the figures in full
     * @param figures behind the sentences
     */
    record Said(List<String> sentences, String link, ObjectNode figures) implements Content {}

    /** Nothing to say yet. */
    record Quiet(String sentence) implements Content {}
}
