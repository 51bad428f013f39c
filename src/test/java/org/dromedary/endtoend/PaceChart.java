package org.dromedary.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rates over time with the limits that were in force, as SVG. */
final class PaceChart {

    private static final int WIDTH = 1080;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int TOP = 46;
    private static final int BOTTOM = 44;
    private static final double SPAN = 10;
    private static final String[] SHADES = {"#fff6e0", "#eaf2fb", "#ecebf6"};

    /** Totals at a time, in seconds. */
    record Sample(double time, long bytes, long objects) {
    }

    /** What held in a window: bytes a second, or objects a second. */
    record Limit(String window, double from, double to, double perSecond, boolean ofObjects) {
        String text() {
            return ofObjects ? String.format(Locale.ROOT, "%.0f objects/s", perSecond)
                    : String.format(Locale.ROOT, "%.1f MB/s", perSecond / 1e6);
        }
    }

    /** One archive. */
    record Panel(String title, List<Sample> samples, List<Limit> limits, double objectBytes) {

        /** Begin and share of the limit of every ten seconds wholly within the window. */
        List<double[]> spans(Limit limit) {
            List<double[]> spans = new ArrayList<>();
            int end = 0;
            for (Sample first : samples) {
                while (end < samples.size() && samples.get(end).time() < first.time() + SPAN) {
                    end++;
                }
                if (end < samples.size() && first.time() >= limit.from() && samples.get(end).time() <= limit.to()) {
                    Sample last = samples.get(end);
                    double count = limit.ofObjects() ? last.objects() - first.objects() : last.bytes() - first.bytes();
                    spans.add(new double[] {first.time(), count / (last.time() - first.time()) / limit.perSecond()});
                }
            }
            return spans;
        }

        double megabytes(Limit limit) {
            return limit.perSecond() * (limit.ofObjects() ? objectBytes : 1) / 1e6;
        }
    }

    private final StringBuilder svg = new StringBuilder();
    private final double seconds;
    private final double top;

    private PaceChart(List<Panel> panels) {
        seconds = panels.get(0).limits().stream().mapToDouble(Limit::to).max().orElseThrow();
        top = 1.35 * panels.stream().flatMap(p -> p.limits().stream().map(p::megabytes))
                .mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    static String draw(List<Panel> panels) {
        PaceChart chart = new PaceChart(panels);
        chart.add("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                + "font-family='sans-serif' font-size='13' fill='#333'>", WIDTH, HEIGHT * panels.size() + 34, WIDTH,
                HEIGHT * panels.size() + 34);
        chart.add("<rect width='100%%' height='100%%' fill='white'/>");
        for (int i = 0; i < panels.size(); i++) {
            chart.add("<g transform='translate(0,%d)'>", i * HEIGHT);
            chart.panel(panels.get(i));
            chart.add("</g>");
        }
        chart.legend(HEIGHT * panels.size() + 14);
        chart.add("</svg>");
        return chart.svg.toString();
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private double x(double time) {
        return LEFT + time / seconds * (WIDTH - LEFT - RIGHT);
    }

    private double y(double megabytes) {
        return HEIGHT - BOTTOM - Math.min(megabytes, top) / top * (HEIGHT - TOP - BOTTOM);
    }

    private void panel(Panel panel) {
        add("<text x='%d' y='20' font-size='16' font-weight='bold'>Bytes %s</text>", LEFT, panel.title());
        int shade = 0;
        for (Limit limit : panel.limits()) {
            add("<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'/>", x(limit.from()), TOP,
                    x(limit.to()) - x(limit.from()), HEIGHT - TOP - BOTTOM, SHADES[shade++ % SHADES.length]);
            add("<text x='%.1f' y='%d'>window “%s”: %s</text>", x(limit.from()) + 8, TOP + 17, limit.window(),
                    limit.text());
        }
        axes();
        line(panel.samples(), 1, "#9dbbd8", 1.2);
        line(panel.samples(), SPAN, "#1f5fa8", 2.6);
        for (Limit limit : panel.limits()) {
            add("<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='#c0392b' stroke-width='2' %s/>",
                    x(limit.from()), x(limit.to()), y(panel.megabytes(limit)), y(panel.megabytes(limit)),
                    limit.ofObjects() ? "stroke-dasharray='7 4'" : "");
        }
    }

    private void axes() {
        for (int value = 0; value < top; value++) {
            add("<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#d5d5d5'/>", LEFT, WIDTH - RIGHT,
                    y(value), y(value));
            add("<text x='%d' y='%.1f' text-anchor='end'>%d</text>", LEFT - 8, y(value) + 4, value);
        }
        add("<text transform='translate(20,%d) rotate(-90)' text-anchor='middle'>MB/s</text>", HEIGHT / 2);
        for (int time = 0; time <= seconds; time += 10) {
            add("<text x='%.1f' y='%d' text-anchor='middle'>%d s</text>", x(time), HEIGHT - BOTTOM + 18, time);
        }
    }

    /** The mean over so many seconds before each moment. */
    private void line(List<Sample> samples, double span, String colour, double width) {
        StringBuilder points = new StringBuilder();
        int first = 0;
        for (Sample sample : samples) {
            while (samples.get(first).time() < sample.time() - span) {
                first++;
            }
            Sample before = samples.get(first);
            if (sample.time() - before.time() > span * 0.8 && sample.time() <= seconds) {
                double rate = (sample.bytes() - before.bytes()) / (sample.time() - before.time()) / 1e6;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(sample.time()), y(rate)));
            }
        }
        add("<polyline fill='none' stroke='%s' stroke-width='%.1f' points='%s'/>", colour, width, points);
    }

    private void legend(int y) {
        key(LEFT, y, "#c0392b", "limit of the window (dashed: objects/s at their mean size)");
        key(LEFT + 440, y, "#1f5fa8", "measured, mean of the last 10 s");
        key(LEFT + 720, y, "#9dbbd8", "measured, last second");
    }

    private void key(int x, int y, String colour, String text) {
        add("<line x1='%d' x2='%d' y1='%d' y2='%d' stroke='%s' stroke-width='3'/>", x, x + 28, y, y, colour);
        add("<text x='%d' y='%d'>%s</text>", x + 36, y + 4, text);
    }
}
