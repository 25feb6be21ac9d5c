package muster.pages.view;

/** A word and what stands for it. */
public record Fact(String word, String text) {}
