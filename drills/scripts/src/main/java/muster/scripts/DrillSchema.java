package muster.scripts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Named;
import muster.scripts.shape.Rows;
import muster.scripts.shape.Shape;
import muster.scripts.shape.Text;
import muster.scripts.shape.Whole;
import muster.scripts.shape.Word;
import muster.scripts.shape.Written;

/**
 * The drill format as a JSON Schema (2020-12), made from the same table as the reader. It refuses nothing that the reader takes; the
 * reader refuses more: bounds of texts with a unit, and values that do not go together.
 */
public final class DrillSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final JsonGenerator json;

    private final Set<String> named = new HashSet<>();

    private final Deque<Named<?>> pending = new ArrayDeque<>();

    private DrillSchema(JsonGenerator json) {
        this.json = json;
    }

    /** The schema, the same text each time, with a line break at its end. */
    public static String json() {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            new DrillSchema(json).root();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private void root() throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", DIALECT);
        json.writeStringField("title", "A drill of Muster");
        json.writeStringField("$comment", "Made from the reader's table of words; a test compares the two.");
        body(DrillWords.SHAPE);
        json.writeObjectFieldStart("$defs");
        while (!pending.isEmpty()) {
            Named<?> next = pending.removeFirst();
            json.writeObjectFieldStart(next.name());
            body(next.shape().get());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void body(Shape<?> shape) throws IOException {
        switch (shape) {
            case Text text -> text(text);
            case Written<?> written -> pattern(written.pattern());
            case Whole whole -> whole(whole);
            case Rows<?> rows -> rows(rows);
            case Fields<?> fields -> fields(fields.fields());
            case Choice<?> choice -> choice(choice);
            case Named<?> reference -> {
                if (named.add(reference.name())) {
                    pending.addLast(reference);
                }
                json.writeStringField("$ref", "#/$defs/" + reference.name());
            }
        }
    }

    private void text(Text text) throws IOException {
        pattern(text.pattern());
        json.writeNumberField("maxLength", text.most());
    }

    private void pattern(Pattern pattern) throws IOException {
        json.writeStringField("type", "string");
        json.writeStringField("pattern", pattern.pattern());
    }

    private void whole(Whole whole) throws IOException {
        json.writeStringField("type", "integer");
        json.writeNumberField("minimum", whole.least());
        json.writeNumberField("maximum", whole.most());
    }

    private void rows(Rows<?> rows) throws IOException {
        json.writeStringField("type", "array");
        json.writeNumberField("minItems", 1);
        json.writeObjectFieldStart("items");
        body(rows.row());
        json.writeEndObject();
    }

    private void fields(List<Field<?>> fields) throws IOException {
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        json.writeArrayFieldStart("required");
        for (Field<?> field : fields) {
            if (field.required()) {
                json.writeString(field.word());
            }
        }
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        for (Field<?> field : fields) {
            property(field.word(), field.doc(), field.shape());
        }
        json.writeEndObject();
    }

    private void property(String word, String doc, Shape<?> shape) throws IOException {
        json.writeObjectFieldStart(word);
        json.writeStringField("description", doc);
        body(shape);
        json.writeEndObject();
    }

    private void choice(Choice<?> choice) throws IOException {
        json.writeArrayFieldStart("anyOf");
        for (Word<?> word : choice.words()) {
            json.writeStartObject();
            word(word);
            json.writeEndObject();
        }
        if (choice.otherwise().isPresent()) {
            Written<?> other = choice.otherwise().get();
            json.writeStartObject();
            json.writeStringField("description", other.wants());
            body(other);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void word(Word<?> word) throws IOException {
        json.writeStringField("description", word.doc());
        switch (word) {
            case Word.Bare<?> bare -> json.writeStringField("const", bare.word());
            case Word.Valued<?, ?> valued -> fields(List.of(new Field<>(valued.word(), valued.doc(), valued.shape())));
        }
    }
}
