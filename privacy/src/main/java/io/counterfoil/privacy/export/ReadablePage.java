package io.counterfoil.privacy.export;

import io.counterfoil.domain.rest.Json;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** {@code index.html}: the same as data.json for a person to read, in one file that needs nothing from anywhere. */
final class ReadablePage {

    private static final String BUNDLE = "io.counterfoil.privacy.export.readable";

    private final Archive.Head head;
    private final Locale language;
    private final ResourceBundle texts;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private int items;

    ReadablePage(Locale language, Archive.Head head) {
        this.head = head;
        this.language = language;
        this.texts = ResourceBundle.getBundle(
                BUNDLE,
                language,
                ReadablePage.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private record Section(StringBuilder rows, int[] count) {}

    int items() {
        return items;
    }

    void add(Archive.Item item) {
        items++;
        Section section = sections.computeIfAbsent(item.kind(), kind -> new Section(new StringBuilder(), new int[1]));
        section.count()[0]++;
        StringBuilder row = section.rows();
        row.append("<article><h3>").append(escaped(item.id())).append("</h3><dl>");
        item.members().forEach((name, value) -> {
            if (value != null && !name.equals("receipt")) {
                row.append("<dt>")
                        .append(escaped(name.replace('_', ' ')))
                        .append("</dt><dd>")
                        .append(escaped(text(value)))
                        .append("</dd>");
            }
        });
        row.append("</dl></article>\n");
    }

    byte[] html() {
        StringBuilder page = new StringBuilder();
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language)
                .withZone(ZoneOffset.UTC)
                .format(head.generatedAt());
        page.append("<!doctype html>\n<html lang=\"")
                .append(language.getLanguage())
                .append("\">\n"
                        + "<meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width\">\n"
                        + "<title>")
                .append(escaped(text("title", head.controller().name())))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n<main>\n<h1>")
                .append(escaped(text("title", head.controller().name())))
                .append("</h1>\n<p class=\"lead\">")
                .append(escaped(text("lead", day, Integer.toString(items))))
                .append("</p>\n");
        if (items == 0) {
            page.append("<p>").append(escaped(text("nothing"))).append("</p>\n");
        }
        sections.forEach((kind, section) -> page.append("<section><h2>")
                .append(escaped(label(kind)))
                .append(" <span>")
                .append(section.count()[0])
                .append("</span></h2>\n")
                .append(section.rows())
                .append("</section>\n"));
        about(page, head.aboutProcessing());
        page.append("<section><h2>")
                .append(escaped(text("genuine")))
                .append("</h2><p>")
                .append(escaped(text("genuine.text")))
                .append("</p><pre>openssl dgst -sha256 -verify signing-key.pem -signature manifest.json.sig"
                        + " manifest.json")
                .append("</pre></section>\n</main>\n</html>\n");
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void about(StringBuilder page, AboutProcessing.Said said) {
        page.append("<section><h2>")
                .append(escaped(text("about")))
                .append("</h2>\n<div class=\"wide\"><table><thead><tr>");
        for (String column : List.of("data", "purpose", "basis", "retention", "recipients")) {
            page.append("<th scope=\"col\">")
                    .append(escaped(text("about." + column)))
                    .append("</th>");
        }
        page.append("</tr></thead><tbody>\n");
        said.processing()
                .forEach(purpose -> page.append("<tr><td>")
                        .append(escaped(purpose.data()))
                        .append("</td><td>")
                        .append(escaped(purpose.purpose()))
                        .append("</td><td>")
                        .append(escaped(purpose.legalBasis().replace('_', ' ')))
                        .append("</td><td>")
                        .append(escaped(purpose.retention()))
                        .append("</td><td>")
                        .append(escaped(String.join(", ", purpose.recipients())))
                        .append("</td></tr>\n"));
        page.append("</tbody></table></div>\n<ul>");
        said.rights()
                .forEach(right -> page.append("<li>").append(escaped(right)).append("</li>"));
        page.append("</ul>");
        for (String sentence : List.of(said.complaint(), said.source(), said.automatedDecisions(), said.transfers())) {
            page.append("<p>").append(escaped(sentence)).append("</p>");
        }
        page.append("</section>\n");
    }

    private String label(String kind) {
        String key = "kind." + kind;
        return texts.containsKey(key) ? texts.getString(key) : kind.replace('_', ' ');
    }

    private String text(String key, Object... facts) {
        return new MessageFormat(texts.getString(key), language).format(facts);
    }

    private static String text(Object value) {
        return value instanceof CharSequence || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : new String(Json.write(value), StandardCharsets.UTF_8).replaceAll("^\"|\"$", "");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static final String STYLE = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#d9dee5;--paper:#fff;--back:#f4f6f8}
        @media(prefers-color-scheme:dark){:root{--ink:#e8ecf1;--soft:#a3afbd;--line:#333d49;--paper:#1b222b;--back:#12171d}}
        body{margin:0;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
        main{max-width:56rem;margin:0 auto;padding:2rem 1rem 4rem}
        h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem}.lead{color:var(--soft);margin:0 0 2rem}
        section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.5rem;margin:0 0 1.25rem}
        h2{font-size:1.15rem;margin:0 0 .75rem}h2 span{color:var(--soft);font-weight:400}
        article{border-top:1px solid var(--line);padding:.75rem 0}article:first-of-type{border-top:0}
        h3{font-size:.9rem;font-weight:600;color:var(--soft);margin:0 0 .4rem;overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem;margin:0}
        dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        @media(max-width:36rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
        pre{overflow-x:auto;background:var(--back);padding:.75rem;border-radius:8px}
        """;
}
