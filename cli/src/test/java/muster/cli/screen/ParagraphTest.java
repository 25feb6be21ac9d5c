package muster.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphTest {

    @Test
    void linesBreakAtSpaces() {
        assertThat(Paragraph.wrap("one two  three", 8)).containsExactly("one two", "three");
    }

    @Test
    void aNumberWhoseThousandsStandApartStaysWhole() {
        assertThat(Paragraph.wrap("kept all of 2 188 writes", 14)).containsExactly("kept all of", "2 188 writes");
    }

    @Test
    void aWordThatIsTooLongStandsAloneAndWhole() {
        assertThat(Paragraph.wrap("a 0123456789 b", 4)).containsExactly("a", "0123456789", "b");
    }
}
