package muster.pages.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlTest {

    @Test
    void escapesMarkup() {
        assertThat(Xml.escape("<a href='x'>\"&\"</a>"))
                .isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
    }

    @Test
    void replacesWhatXmlForbids() {
        assertThat(Xml.escape("a\u0000b\u001bc\ud800d\ufffee\tf\ng")).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde\tf\ng");
    }

    @Test
    void replacesWhatChangesTheOrderOfLetters() {
        assertThat(Xml.escape("rm \u202e-rf\u202c \u2066x\u2069")).isEqualTo("rm \ufffd-rf\ufffd \ufffdx\ufffd");
    }

    @Test
    void keepsLettersOfEveryPlane() {
        assertThat(Xml.escape("µ − 𝄞")).isEqualTo("µ − 𝄞");
    }
}
