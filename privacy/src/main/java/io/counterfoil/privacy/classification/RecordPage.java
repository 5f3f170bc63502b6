package io.counterfoil.privacy.classification;

import io.counterfoil.privacy.classification.ProcessingRecord.Activity;
import io.counterfoil.privacy.classification.ProcessingRecord.ColumnView;

/** The record of processing as a page to print: no style from elsewhere, no script. */
final class RecordPage {

    private RecordPage() {}

    static String html(ProcessingRecord record) {
        StringBuilder page = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Record of processing</title></head>
            <body>
            <h1>Record of processing activities</h1>
            <p>GDPR, Article 30. Made from what each column of the database says of itself.</p>
            """);
        record.activities().forEach(activity -> append(page, activity));
        page.append("<h2>Technical and organisational measures</h2>\n<ul>\n");
        record.security()
                .forEach(measure -> page.append("<li>").append(text(measure)).append("</li>\n"));
        return page.append("</ul>\n</body>\n</html>\n").toString();
    }

    private static void append(StringBuilder page, Activity activity) {
        page.append("<h2>Purpose: ").append(text(activity.purpose())).append("</h2>\n<dl>\n");
        fact(page, "Categories of data", String.join(", ", activity.categories()));
        fact(page, "Categories of people", "customers of a merchant; whoever acts for a merchant or runs the server");
        fact(page, "Legal basis", String.join("; ", activity.legalBases()));
        fact(page, "Recipients", String.join(", ", activity.recipients()));
        fact(page, "Time limits", String.join("; ", activity.retention()));
        page.append("</dl>\n<table>\n<tr><th scope=\"col\">Column</th><th scope=\"col\">Category</th>")
                .append("<th scope=\"col\">Kept</th><th scope=\"col\">When erased</th></tr>\n");
        activity.columns().forEach(column -> append(page, column));
        page.append("</table>\n");
    }

    private static void append(StringBuilder page, ColumnView column) {
        page.append("<tr><td>")
                .append(text(column.name()))
                .append("</td><td>")
                .append(text(column.category()))
                .append("</td><td>")
                .append(text(column.retention()))
                .append("</td><td>")
                .append(text(column.onErasure()))
                .append("</td></tr>\n");
    }

    private static void fact(StringBuilder page, String term, String description) {
        page.append("<dt>")
                .append(term)
                .append("</dt><dd>")
                .append(text(description))
                .append("</dd>\n");
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
