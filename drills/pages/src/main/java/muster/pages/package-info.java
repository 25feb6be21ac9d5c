/**
 * From a Report to what people read: web page, Markdown, JUnit file, runbook, decision record. Templates
 * and Markdown are seen here and nowhere else.
 */
@NullMarked
package muster.pages;

import org.jspecify.annotations.NullMarked;
