package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.process.Api;

/** A Prometheus in a hurry: scrapes on and on, and counts what it is told. */
final class Scraper implements AutoCloseable {

    private final Api api;
    private final Thread thread = new Thread(this::goOn, "scraper");
    private int scrapes;
    private int failed;
    private long most;
    private volatile boolean over;

    Scraper(Api api) {
        this.api = api;
        thread.start();
    }

    /** How often it asked, how often it was not answered, and the most series that it was told of at once. */
    record Seen(int scrapes, int failed, long series) {

        @Override
        public String toString() {
            return "%s scrapes, %s failed, at most %s series".formatted(scrapes, failed, series);
        }
    }

    /** Ends it and counts. */
    Seen seen() {
        close();
        return new Seen(scrapes, failed, most);
    }

    private void goOn() {
        while (!over) {
            Api.Answer answer = api.get("/metrics");
            scrapes++;
            if (answer.status() != 200) {
                failed++;
            }
            long series = answer.body()
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .count();
            most = Math.max(most, series);
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
