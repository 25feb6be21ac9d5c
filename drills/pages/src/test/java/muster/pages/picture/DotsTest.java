package muster.pages.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DotsTest {

    @Test
    void oneDotIsALineWithoutLength() {
        assertThat(path(Dots.Shape.CIRCLE, 10, 20)).isEqualTo("M10 20h0");
    }

    @Test
    void dotsOnOnePixelAreDrawnOnce() {
        assertThat(path(Dots.Shape.CIRCLE, 10.2, 20.1, 9.8, 19.9)).isEqualTo("M10 20h0");
    }

    @Test
    void neighboursBecomeOneLine() {
        assertThat(path(Dots.Shape.CIRCLE, 10, 20, 11, 20, 12, 20, 14, 20)).isEqualTo("M10 20h2M14 20h0");
    }

    @Test
    void everyShapeHasItsOwnOutline() {
        assertThat(path(Dots.Shape.CROSS, 1, 2)).isEqualTo("M1 2m-3-3l6 6m0-6l-6 6");
        assertThat(path(Dots.Shape.TRIANGLE, 1, 2)).isEqualTo("M1 2m0-4l4 7h-8z");
    }

    @Test
    void tooManyMarksFallOnACoarserGrid() {
        Dots dots = new Dots();
        for (int x = 0; x < 200; x += 2) {
            for (int y = 0; y < 200; y += 2) {
                dots.add(x, y);
            }
        }
        String path = dots.path(Dots.Shape.TRIANGLE);
        assertThat(path.chars().filter(letter -> letter == 'z').count()).isEqualTo(2_500);
    }

    private static String path(Dots.Shape shape, double... points) {
        Dots dots = new Dots();
        for (int i = 0; i < points.length; i += 2) {
            dots.add(points[i], points[i + 1]);
        }
        return dots.path(shape);
    }
}
