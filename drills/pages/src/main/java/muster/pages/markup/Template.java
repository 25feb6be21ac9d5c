package muster.pages.markup;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Mustache template of this module. What it inserts is escaped for its language, unless the template asks for it raw. A helper is a
 * section without content, {@code {{#name}}{{/name}}}: it makes raw text of the value that the template is at.
 */
public final class Template {

    private final com.samskivert.mustache.Template template;

    private Template(String name, Mustache.Escaper escaper) {
        this.template = Mustache.compiler()
                .withEscaper(escaper)
                .emptyStringIsFalse(true)
                .withLoader(partial -> new StringReader(source(partial)))
                .compile(source(name));
    }

    /** A template for HTML or XML. */
    public static Template xml(String name) {
        return new Template(name, Xml::escape);
    }

    /** A template for Markdown. */
    public static Template markdown(String name) {
        return new Template(name, Markdown::escape);
    }

    /**
     * The text that the template makes of a record.
     *
     * @param model a record; its components are the template's words. A word that it does not have is an error
     * @param helpers by name
     */
    public String fill(Object model, Map<String, Function<Object, String>> helpers) {
        Map<String, Mustache.Lambda> lambdas = helpers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        helper -> (fragment, out) -> out.write(helper.getValue().apply(fragment.context()))));
        StringWriter text = new StringWriter();
        template.execute(model, lambdas, text);
        return text.toString();
    }

    private static String source(String name) {
        try (InputStream stream = Template.class.getResourceAsStream("/muster/pages/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("no template is called " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
