package muster.pages.view;

/**
 * One column of a table.
 *
 * @param title what stands above it
 * @param figure true if it holds figures, which are set to the right in digits of one width
 */
public record Column(String title, boolean figure) {

    static Column words(String title) {
        return new Column(title, false);
    }

    static Column figures(String title) {
        return new Column(title, true);
    }
}
