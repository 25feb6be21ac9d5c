package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours against what they stand on, in every scheme: WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (graphics, 3:1). */
class ContrastTest {

    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6})");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void isEnough(int scheme) throws IOException {
        Map<String, String> colours = scheme(scheme);
        for (String text : new String[] {"ink", "muted", "holds", "broken", "undecided", "link", "fault"}) {
            assertThat(contrast(colours, text, "paper")).as(text).isGreaterThanOrEqualTo(4.5);
        }
        for (String text : new String[] {"holds", "broken", "undecided"}) {
            assertThat(contrast(colours, text, text + "-soft")).as(text).isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(colours, "ink", text + "-soft")).as(text).isGreaterThanOrEqualTo(4.5);
        }
        for (String bar : new String[] {"leader", "follower", "fault", "lost"}) {
            assertThat(contrast(colours, "on-" + bar, bar)).as(bar).isGreaterThanOrEqualTo(4.5);
        }
        for (String mark : new String[] {"leader", "write", "read", "refused", "unknown", "dead", "fault", "zero"}) {
            assertThat(contrast(colours, mark, "paper")).as(mark).isGreaterThanOrEqualTo(3.0);
        }
    }

    private static Map<String, String> scheme(int scheme) throws IOException {
        String style;
        try (InputStream stream =
                Objects.requireNonNull(ContrastTest.class.getResourceAsStream("/muster/pages/report.css"))) {
            style = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        String[] roots = style.split(Pattern.quote(":root {"), -1);
        assertThat(roots).as("light, dark and print").hasSize(4);
        Map<String, String> colours = new HashMap<>();
        Matcher matcher = COLOUR.matcher(roots[scheme + 1].split("}", 2)[0]);
        while (matcher.find()) {
            colours.put(matcher.group(1), matcher.group(2));
        }
        return colours;
    }

    private static double contrast(Map<String, String> colours, String front, String back) {
        double one = luminance(Objects.requireNonNull(colours.get(front), front));
        double two = luminance(Objects.requireNonNull(colours.get(back), back));
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            String part = colour.substring(2 * i, 2 * i + 2).toLowerCase(Locale.ROOT);
            double value = Integer.parseInt(part, 16) / 255.0;
            sum += weights[i] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
