package muster.scripts.shape;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Problems;
import muster.scripts.yaml.Quoted;

/**
 * One of some words: alone, or with a value behind it.
 *
 * @param noun what is chosen: "fault"
 * @param words the words
 * @param never words that a reader may expect here, each with the reason why it is none
 * @param otherwise what may stand here instead of a word
 */
public record Choice<T>(String noun, List<Word<T>> words, Map<String, String> never, Optional<Written<T>> otherwise)
        implements Shape<T> {

    /** Copies the collections. */
    public Choice {
        words = List.copyOf(words);
        never = Map.copyOf(never);
    }

    /** Of words and nothing else. */
    public Choice(String noun, List<Word<T>> words) {
        this(noun, words, Map.of(), Optional.empty());
    }

    private List<String> names() {
        return words.stream().map(Word::word).toList();
    }

    @Override
    public String wants() {
        String names = "one of " + String.join(", ", names());
        return otherwise.map(other -> names + ", or " + other.wants()).orElse(names);
    }

    @Override
    public Optional<T> read(Node node, String subject, Problems problems) {
        if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
            return alone(scalar, subject, problems);
        }
        if (node instanceof Node.Mapping mapping
                && mapping.entries().size() == 1
                && words.stream().anyMatch(word -> word instanceof Word.Valued)) {
            return withValue(mapping.entries().getFirst(), problems);
        }
        return Shape.mismatch(node, subject, wants(), problems);
    }

    private Optional<T> alone(Node.Scalar scalar, String subject, Problems problems) {
        Optional<T> other = otherwise.flatMap(written -> written.value(scalar.text()));
        Optional<Word<T>> known = known(scalar.text());
        if (known.isEmpty() && other.isPresent()) {
            return other;
        }
        if (known.isEmpty()) {
            refuse(scalar.text(), scalar, subject, problems);
            return Optional.empty();
        }
        return switch (known.get()) {
            case Word.Bare<T> bare -> Optional.of(bare.value());
            case Word.Valued<?, T> valued -> {
                problems.add(
                        scalar.place(),
                        "%s needs a value: %s"
                                .formatted(valued.word(), valued.shape().wants()));
                yield Optional.empty();
            }
        };
    }

    private Optional<T> withValue(Node.Entry entry, Problems problems) {
        Optional<Word<T>> known = known(entry.word());
        if (known.isEmpty()) {
            refuse(entry.word(), new Node.Scalar(entry.place(), entry.word(), Node.Kind.TEXT), noun, problems);
            return Optional.empty();
        }
        return switch (known.get()) {
            case Word.Bare<T> bare -> {
                problems.add(entry.place(), "%s takes no value: write the word alone".formatted(bare.word()));
                yield Optional.empty();
            }
            case Word.Valued<?, T> valued -> meaning(valued, entry, problems);
        };
    }

    private static <S, T> Optional<T> meaning(Word.Valued<S, T> valued, Node.Entry entry, Problems problems) {
        return valued.shape().read(entry.value(), valued.word(), problems).map(valued.meaning());
    }

    private Optional<Word<T>> known(String text) {
        return words.stream().filter(word -> word.word().equals(text)).findFirst();
    }

    private void refuse(String text, Node.Scalar node, String subject, Problems problems) {
        String reason = never.get(text);
        if (reason != null) {
            problems.add(node.place(), reason);
            return;
        }
        Optional<String> near = Nearest.to(text, names());
        if (near.isEmpty() && otherwise.isPresent()) {
            problems.add(node.place(), "%s must be %s; found %s".formatted(subject, wants(), node.words()));
            return;
        }
        problems.add(node.place(), "unknown %s %s; %s".formatted(noun, Quoted.of(text), Nearest.hint(near, names())));
    }
}
