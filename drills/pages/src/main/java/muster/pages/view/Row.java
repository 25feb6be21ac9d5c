package muster.pages.view;

import java.util.List;

/**
 * One row of a table. Its first cell names it.
 *
 * @param head the first cell
 * @param cells the others
 */
public record Row(Cell head, List<Cell> cells) {}
