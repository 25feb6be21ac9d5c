package muster.pages.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void escapedTextIsShownAsItIs() {
        assertThat(Markdown.prose(Markdown.escape("*a* _b_ `c` [d](e) <f> a|b #1 \\ ~x~ &amp;")))
                .isEqualTo("<p>*a* _b_ `c` [d](e) &lt;f&gt; a|b #1 \\ ~x~ &amp;amp;</p>\n");
    }

    @Test
    void escapedTextStaysOnItsLine() {
        assertThat(Markdown.escape("a\nb\r\u001bc")).isEqualTo("a b  c");
    }

    @Test
    void aFenceIsLongerThanAnyWithin() {
        assertThat(Markdown.fence("sh", "a\n```\nb\n")).isEqualTo("````sh\na\n```\nb\n````");
    }

    @Test
    void headingsWithinProseComeBelowItsOwn() {
        assertThat(Markdown.prose("# a\n\n###### b\n")).isEqualTo("<h4>a</h4>\n<h6>b</h6>\n");
    }

    @Test
    void htmlWithinMarkdownIsNotUsed() {
        assertThat(Markdown.prose("<script>x</script>\n\n[a](javascript:x)")).doesNotContain("<script", "javascript");
    }
}
