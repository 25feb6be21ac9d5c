/** Markup languages: escaping, templates, Markdown. The only place that knows jmustache and commonmark. Knows nothing of reports. */
@NullMarked
package muster.pages.markup;

import org.jspecify.annotations.NullMarked;
