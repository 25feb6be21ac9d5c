package muster.pages.view;

import java.util.List;

/**
 * One section of a page.
 *
 * @param id its anchor
 * @param title its heading
 * @param blocks what stands in it, in order
 */
public record Section(String id, String title, List<Block> blocks) {}
