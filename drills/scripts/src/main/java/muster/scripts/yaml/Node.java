package muster.scripts.yaml;

import java.util.List;
import java.util.Optional;

/** One node of a file. */
public sealed interface Node {

    /** Where it begins. */
    Place place();

    /** What it is, for a message, such as {@code the text "many"}. */
    String words();

    /** What a scalar is under YAML 1.2's core schema. */
    enum Kind {
        /** Text: in quotes, in a block, or plain and nothing of the others. */
        TEXT,
        /** A whole number. */
        WHOLE,
        /** A number with a fraction or an exponent, or one that is none. */
        FRACTION,
        /** True or false. */
        TRUTH,
        /** Nothing was written, or {@code null}. */
        NOTHING
    }

    /**
     * A single value.
     *
     * @param text as it was written, without quotes
     */
    record Scalar(Place place, String text, Kind kind) implements Node {
        @Override
        public String words() {
            return switch (kind) {
                case TEXT -> "the text " + Quoted.of(text);
                case WHOLE, FRACTION -> "the number " + Quoted.of(text);
                case TRUTH -> "the truth value " + Quoted.of(text);
                case NOTHING -> "nothing";
            };
        }
    }

    /** A list. */
    record Rows(Place place, List<Node> rows) implements Node {
        /** Copies the list. */
        public Rows {
            rows = List.copyOf(rows);
        }

        @Override
        public String words() {
            return "a list";
        }
    }

    /** Words with their values, in the order of the file; no word stands twice. */
    record Mapping(Place place, List<Entry> entries) implements Node {
        /** Copies the list. */
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of a word. */
        public Optional<Node> value(String word) {
            return entries.stream()
                    .filter(entry -> entry.word().equals(word))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public String words() {
            return "words with values";
        }
    }

    /** Something that YAML allows and a drill does not; the problem has been told already. */
    record Refused(Place place) implements Node {
        @Override
        public String words() {
            return "something that was refused";
        }
    }

    /**
     * One word and its value.
     *
     * @param place where the word begins
     */
    record Entry(Place place, String word, Node value) {}
}
