package muster.scripts.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the part of YAML 1.2 that a drill may use: one document of words, lists and scalars. Anchors, aliases, tags, merge keys,
 * directives, further documents, words that stand twice and words that are no text are refused by name.
 */
public final class YamlTree {

    private static final int DEPTH_LIMIT = 32;

    private static final int MESSAGE_LIMIT = 160;

    private final Iterator<Event> events;

    private final Problems problems;

    private Optional<Mark> reached = Optional.empty();

    private YamlTree(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @param problems takes what is wrong with it
     * @return its root; empty if the text is no YAML, or nothing
     */
    public static Optional<Node> read(String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
        try {
            return new YamlTree(new Parse(settings).parseString(text).iterator(), problems).document();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(YamlTree::place)
                    .orElse(Place.START);
            problems.add(place, "this is not YAML: " + Quoted.line(e.getProblem(), MESSAGE_LIMIT));
        } catch (ReaderException e) {
            problems.add(
                    Place.after(text, e.getPosition()),
                    "this is not YAML: the character U+%04X may not stand here".formatted(e.getCodePoint()));
        }
        return Optional.empty();
    }

    private Optional<Node> document() {
        next();
        Event first = next();
        if (!(first instanceof DocumentStartEvent start)) {
            problems.add(place(first), "the file is empty");
            return Optional.empty();
        }
        if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
            problems.add(place(start), "directives (%YAML, %TAG) are not part of a drill: take the line away");
        }
        Node root = node(next(), 0);
        next();
        Event after = next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            problems.add(place(after), "a file holds one drill: move this second document to a file of its own");
            return Optional.empty();
        }
        return Optional.of(root);
    }

    private Node node(Event event, int depth) {
        Place place = place(event);
        if (depth > DEPTH_LIMIT) {
            problems.add(place, "nested deeper than %d levels".formatted(DEPTH_LIMIT));
            skip(event);
            return new Node.Refused(place);
        }
        if (event instanceof AliasEvent alias) {
            problems.add(place, "aliases (*%s) are not part of a drill: write the value out".formatted(name(alias)));
            return new Node.Refused(place);
        }
        if (event instanceof NodeEvent decorated) {
            refuseDecoration(decorated, place);
        }
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, place);
            case SequenceStart -> rows(place, depth);
            case MappingStart -> mapping(place, depth);
            case Alias, Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
                throw new IllegalStateException("no node begins with " + event.getEventId());
        };
    }

    private void refuseDecoration(NodeEvent event, Place place) {
        if (event.getAnchor().isPresent()) {
            problems.add(place, "anchors (&%s) are not part of a drill: take it away".formatted(name(event)));
        }
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
        tag.ifPresent(found ->
                problems.add(place, "tags (%s) are not part of a drill: take it away".formatted(Quoted.of(found))));
    }

    private static Node scalar(ScalarEvent event, Place place) {
        return new Node.Scalar(
                place, event.getValue(), event.isPlain() ? CoreSchema.kind(event.getValue()) : Node.Kind.TEXT);
    }

    private Node rows(Place place, int depth) {
        List<Node> rows = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            rows.add(node(event, depth + 1));
        }
        return new Node.Rows(place, rows);
    }

    private Node mapping(Place place, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            Node key = node(event, depth + 1);
            Node value = node(next(), depth + 1);
            word(key).ifPresent(word -> {
                Node.Entry first = entries.putIfAbsent(word, new Node.Entry(key.place(), word, value));
                if (first != null) {
                    problems.add(
                            key.place(),
                            "the word %s stands here a second time; it stands at %s already"
                                    .formatted(Quoted.of(word), first.place()));
                }
            });
        }
        return new Node.Mapping(place, List.copyOf(entries.values()));
    }

    private Optional<String> word(Node key) {
        if (key instanceof Node.Refused) {
            return Optional.empty();
        }
        if (!(key instanceof Node.Scalar scalar) || scalar.kind() != Node.Kind.TEXT) {
            problems.add(key.place(), "a word must stand before the colon; found " + key.words());
            return Optional.empty();
        }
        if (scalar.text().equals("<<")) {
            problems.add(key.place(), "merge keys (<<) are not part of a drill: write the words out");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    private void skip(Event event) {
        int open = event instanceof CollectionStartEvent ? 1 : 0;
        while (open > 0) {
            Event next = next();
            if (next instanceof CollectionStartEvent) {
                open++;
            } else if (next.getEventId() == Event.ID.MappingEnd || next.getEventId() == Event.ID.SequenceEnd) {
                open--;
            }
        }
    }

    private Event next() {
        try {
            Event event = events.next();
            reached = event.getEndMark();
            return event;
        } catch (IllegalArgumentException e) {
            // the library lets through what Integer and Character say of an escape such as \UFFFFFFFF
            ScannerException refusal = new ScannerException("an escape after this place names no character", reached);
            refusal.addSuppressed(e);
            throw refusal;
        } catch (MarkedYamlEngineException | ReaderException e) {
            throw e;
        } catch (YamlEngineException e) {
            // some refusals of the library name no place, such as that of a line in a flow that stands too far to the
            // left
            ScannerException refusal = new ScannerException(
                    "after this place: " + Objects.requireNonNullElse(e.getMessage(), "no reason given"), reached);
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private static String name(NodeEvent event) {
        return event.getAnchor()
                .map(anchor -> Quoted.line(anchor.getValue(), MESSAGE_LIMIT))
                .orElse("");
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlTree::place).orElse(Place.START);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
