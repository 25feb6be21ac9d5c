package muster.pages.view;

/**
 * One cell of a table.
 *
 * @param label its column's title, shown beside it where the table is too wide for the screen
 * @param text what stands in it
 * @param note what stands under it, smaller; may be empty
 * @param css how it looks: {@code figure}, {@code verdict holds} and the like; may be empty
 */
public record Cell(String label, String text, String note, String css) {}
