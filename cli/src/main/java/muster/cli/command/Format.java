package muster.cli.command;

import picocli.CommandLine.Option;

/** The flags of every command that prints data. */
final class Format {

    /** What data looks like. */
    enum Kind {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How data is printed: ${COMPLETION-CANDIDATES} (default: text).")
    private Kind kind = Kind.text;

    boolean json() {
        return kind == Kind.json;
    }
}
