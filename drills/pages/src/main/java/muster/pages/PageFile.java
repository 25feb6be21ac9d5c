package muster.pages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A page on the disk: replaced at once, so that nobody reads half of one. */
final class PageFile {

    private PageFile() {}

    static Path put(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        // Not writeString: it refuses the whole file for one lone surrogate in a server's error text.
        Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
        return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
