package dev.cairn.domain.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Campaign;
import dev.cairn.domain.event.Client;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.visit.VisitRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelClassifierTest {
    private static final ReferrerDatabase HOSTS = ReferrerDatabase.bundled();
    private static final VisitRules RULES =
            new VisitRules(List.of("shop.example", "*.lamps.example"), List.of("pay.example", "paypal.com"));

    @ParameterizedTest(name = "{0} from {1}, click {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # query                                             | referrer                        | click    | channel          | source         | medium

        # 1 Direct
        -                                                   | -                               | -        | direct           | -              | -
        utm_campaign=spring                                 | -                               | -        | direct           | -              | -
        utm_source=(direct)&utm_medium=(none)               | -                               | -        | direct           | -              | -
        utm_source=&utm_medium=(not set)                    | -                               | -        | direct           | -              | -
        utm_source=%20%20                                   | -                               | -        | direct           | -              | -
        q=1                                                 | about:blank                     | -        | direct           | -              | -

        # V2: own and payment hosts are no referrers
        -                                                   | https://shop.example/p/1        | -        | direct           | -              | -
        -                                                   | https://www.shop.example/       | -        | direct           | -              | -
        -                                                   | https://blog.shop.example/      | -        | direct           | -              | -
        -                                                   | https://eu.lamps.example/       | -        | direct           | -              | -
        -                                                   | https://pay.example/done        | -        | direct           | -              | -
        -                                                   | https://www.paypal.com/checkout | -        | direct           | -              | -
        -                                                   | https://SHOP.example:8443/      | -        | direct           | -              | -
        -                                                   | https://myshop.example/         | -        | referral         | myshop.example | referral
        utm_source=news                                     | https://pay.example/            | -        | unassigned       | news           | -

        # 2 Cross-network, before everything paid
        utm_source=google&utm_medium=cpc&utm_campaign=de Cross-Network 7 | -                  | -        | cross_network    | google         | cpc

        # 3 to 6 paid by kind of source
        utm_source=google&utm_medium=cpc&utm_campaign=eshop | -                               | -        | paid_shopping    | google         | cpc
        utm_source=google&utm_medium=cpc&utm_campaign=Shopping-DE | -                         | -        | paid_shopping    | google         | cpc
        utm_source=google&utm_medium=cpc&utm_campaign=bishop | -                              | -        | paid_search      | google         | cpc
        utm_source=google&utm_medium=cpc&utm_campaign=workshop | -                            | -        | paid_search      | google         | cpc
        utm_source=amazon&utm_medium=ppc                    | -                               | -        | paid_shopping    | amazon         | ppc
        utm_source=google&utm_medium=cpc                    | -                               | -        | paid_search      | google         | cpc
        utm_source=Google&utm_medium=CPC                    | -                               | -        | paid_search      | Google         | CPC
        utm_source=bing&utm_medium=paidsearch               | -                               | -        | paid_search      | bing           | paidsearch
        utm_source=google&utm_medium=cpm                    | -                               | -        | paid_search      | google         | cpm
        utm_source=facebook&utm_medium=paid                 | -                               | -        | paid_social      | facebook       | paid
        utm_source=fb&utm_medium=paid_social                | -                               | -        | paid_social      | fb             | paid_social
        utm_source=ig&utm_medium=retargeting                | -                               | -        | paid_social      | ig             | retargeting
        utm_source=l.facebook.com&utm_medium=cpc            | -                               | -        | paid_social      | l.facebook.com | cpc
        utm_source=youtube&utm_medium=cpv                   | -                               | -        | paid_video       | youtube        | cpv
        utm_source=youtube&utm_medium=cpc                   | -                               | -        | paid_video       | youtube        | cpc

        # 7 and 8
        utm_source=news.example&utm_medium=cpm              | -                               | -        | display          | news.example   | cpm
        utm_source=google&utm_medium=display                | -                               | -        | display          | google         | display
        utm_source=x&utm_medium=banner                      | -                               | -        | display          | x              | banner
        utm_source=partner&utm_medium=cpc                   | -                               | -        | paid_other       | partner        | cpc
        utm_medium=paid                                     | -                               | -        | paid_other       | -              | paid

        # 9 to 11
        utm_campaign=summer shop&utm_source=partner         | -                               | -        | organic_shopping | partner        | -
        -                                                   | https://www.amazon.co.uk/dp/1   | -        | organic_shopping | amazon         | referral
        -                                                   | https://m.facebook.com/         | -        | organic_social   | facebook       | referral
        -                                                   | https://t.co/abc                | -        | organic_social   | twitter        | referral
        -                                                   | https://notfacebook.com/        | -        | referral         | notfacebook.com | referral
        utm_source=partner&utm_medium=social-media          | -                               | -        | organic_social   | partner        | social-media
        utm_source=linkedin&utm_medium=email                | -                               | -        | organic_social   | linkedin       | email
        -                                                   | https://www.youtube.com/watch   | -        | organic_video    | youtube        | referral
        utm_source=partner&utm_medium=video-ad              | -                               | -        | organic_video    | partner        | video-ad

        # AI Assistant
        -                                                   | https://chatgpt.com/            | -        | ai_assistant     | chatgpt        | ai-assistant
        utm_source=chatgpt.com                              | -                               | -        | ai_assistant     | chatgpt.com    | -
        utm_source=chatgpt.com                              | https://chatgpt.com/            | -        | ai_assistant     | chatgpt.com    | -
        utm_source=x-tool&utm_medium=AI-Assistant           | -                               | -        | ai_assistant     | x-tool         | AI-Assistant
        -                                                   | https://www.perplexity.ai/      | -        | ai_assistant     | perplexity     | ai-assistant
        -                                                   | https://gemini.google.com/app   | -        | ai_assistant     | gemini         | ai-assistant
        -                                                   | https://copilot.microsoft.com/  | -        | ai_assistant     | copilot        | ai-assistant
        -                                                   | https://claude.ai/chat          | -        | ai_assistant     | claude         | ai-assistant

        # 12 Organic Search
        -                                                   | https://www.google.com/         | -        | organic_search   | google         | organic
        -                                                   | http://www.google.co.uk/        | -        | organic_search   | google         | organic
        -                                                   | https://google.be               | -        | organic_search   | google         | organic
        -                                                   | https://google.evil.example/    | -        | referral         | google.evil.example | referral
        -                                                   | https://docs.google.com/        | -        | referral         | google-docs    | referral
        -                                                   | https://duckduckgo.com/         | -        | organic_search   | duckduckgo     | organic
        -                                                   | https://search.yahoo.co.jp/     | -        | organic_search   | yahoo          | organic
        -                                                   | android-app://com.google.android.googlequicksearchbox/ | - | organic_search | google | organic
        utm_source=google                                   | -                               | -        | organic_search   | google         | -
        utm_source=partner&utm_medium=organic               | -                               | -        | organic_search   | partner        | organic
        utm_source=google&utm_medium=email                  | -                               | -        | organic_search   | google         | email

        # 13 Referral
        -                                                   | https://www.blog.example/post   | -        | referral         | blog.example   | referral
        utm_source=partner&utm_medium=link                  | -                               | -        | referral         | partner        | link
        ref=partner                                         | -                               | -        | referral         | partner        | referral
        ref=producthunt                                     | https://www.blog.example/       | -        | organic_social   | producthunt    | referral
        source=google&ref=partner                           | -                               | -        | organic_search   | google         | organic
        utm_source=partner&ref=google                       | -                               | -        | unassigned       | partner        | -
        utm_campaign=spring                                 | https://blog.example/           | -        | referral         | blog.example   | referral

        # 14 to 18
        utm_source=newsletter&utm_medium=email              | -                               | -        | email            | newsletter     | email
        utm_source=weekly_e-mail                            | -                               | -        | email            | weekly_e-mail  | -
        utm_medium=email                                    | https://www.google.com/         | -        | email            | -              | email
        -                                                   | https://mail.google.com/mail    | -        | email            | gmail          | email
        -                                                   | https://mail.yahoo.com/         | -        | email            | yahoomail      | email
        utm_source=partner&utm_medium=affiliate             | -                               | -        | affiliates       | partner        | affiliate
        utm_source=podcast&utm_medium=audio                 | -                               | -        | audio            | podcast        | audio
        utm_source=sms                                      | -                               | -        | sms              | sms            | -
        utm_source=crm&utm_medium=SMS                       | -                               | -        | sms              | crm            | SMS
        utm_source=crm&utm_medium=webpush                   | -                               | -        | mobile_push_notifications | crm   | webpush
        utm_source=crm&utm_medium=mobile-app                | -                               | -        | mobile_push_notifications | crm   | mobile-app
        utm_source=firebase                                 | -                               | -        | mobile_push_notifications | firebase | -

        # 19 Unassigned
        utm_source=newsletter                               | -                               | -        | unassigned       | newsletter     | -
        utm_source=newsletter&utm_medium=spring             | https://www.google.com/         | -        | unassigned       | newsletter     | spring

        # Click ids
        -                                                   | https://www.google.com/         | gclid    | paid_search      | google         | cpc
        -                                                   | -                               | wbraid   | paid_search      | google         | cpc
        -                                                   | -                               | dclid    | paid_search      | google         | cpc
        -                                                   | https://www.bing.com/           | msclkid  | paid_search      | bing           | cpc
        utm_campaign=shopping                               | -                               | gclid    | paid_shopping    | google         | cpc
        utm_source=news&utm_medium=email                    | -                               | gclid    | paid_search      | google         | cpc
        utm_source=news&utm_medium=email                    | -                               | gbraid   | paid_search      | google         | cpc
        utm_source=news                                     | https://www.blog.example/       | wbraid   | paid_search      | google         | cpc
        utm_source=google&utm_medium=organic                | -                               | msclkid  | paid_search      | bing           | cpc
        utm_source=dv360&utm_medium=display                 | -                               | dclid    | display          | dv360          | display
        -                                                   | -                               | fbclid   | organic_social   | facebook       | referral
        -                                                   | https://l.instagram.com/        | fbclid   | organic_social   | instagram      | referral
        utm_medium=paid                                     | -                               | fbclid   | paid_social      | facebook       | paid
        utm_source=partner&utm_medium=email                 | -                               | fbclid   | email            | partner        | email
        -                                                   | https://www.blog.example/       | ttclid   | organic_social   | tiktok         | referral
        -                                                   | https://www.google.com/         | xyzclid  | organic_search   | google         | organic
        """)
    void V1_theFirstEventDecidesTheChannel(
            @Nullable String query,
            @Nullable String referrer,
            @Nullable String click,
            String channel,
            @Nullable String source,
            @Nullable String medium) {
        String url = "https://shop.example/p/42" + (query == null ? "" : "?" + query.replace(" ", "+"));

        TrafficSource touch = ChannelClassifier.touch(event(url, referrer, click), RULES, HOSTS);

        assertThat(List.of(
                        touch.channel(),
                        text(touch.campaign().source()),
                        text(touch.campaign().medium())))
                .containsExactly(channel, text(source), text(medium));
    }

    @Test
    void F7_theTouchCarriesEveryDimension() {
        String url =
                "https://shop.example/p/42?utm_source=news&utm_medium=email&utm_campaign=May&utm_term=t&utm_content=c";

        assertThat(ChannelClassifier.touch(event(url, "https://www.blog.example/x?y", null), RULES, HOSTS))
                .isEqualTo(new TrafficSource(
                        "email",
                        new Campaign("news", "email", "May", "t", "c"),
                        "blog.example",
                        "/p/42",
                        new Client("mobile", "BE")));
    }

    @Test
    void V2_thePagesOwnHostIsNoReferrerEvenWhereTheSiteListsOthers() {
        TrafficSource touch = ChannelClassifier.touch(
                event("https://www.pro.example/", "https://pro.example/a", null),
                new VisitRules(List.of("shop.example"), List.of()),
                HOSTS);

        assertThat(touch.channel()).isEqualTo("direct");
        assertThat(touch.referrerHost()).isNull();
    }

    @Test
    void V1_anEventWithoutAPageIsDirect() {
        assertThat(ChannelClassifier.touch(event(null, null, null), RULES, HOSTS))
                .isEqualTo(new TrafficSource("direct", Campaign.NONE, null, null, new Client("mobile", "BE")));
    }

    @Test
    void theListRefusesAHostThatIsListedTwice() {
        assertThatThrownBy(() -> ReferrerDatabase.parse(List.of("[search]", "a a.example", "b a.example")))
                .hasMessage("line 3: a.example is listed twice");
    }

    private static AcceptedEvent event(@Nullable String url, @Nullable String referrer, @Nullable String click) {
        return TestEvents.accepted("page_view")
                .url(url)
                .referrer(referrer)
                .clickSource(click)
                .deviceClass("mobile")
                .country("BE")
                .build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "-" : value;
    }
}
