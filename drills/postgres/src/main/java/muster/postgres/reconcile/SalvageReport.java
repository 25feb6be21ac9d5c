package muster.postgres.reconcile;

import java.util.List;

/**
 * What was salvaged from a losing server.
 *
 * @param folder where it lies
 * @param loser the server
 * @param winner the server that it was compared with
 * @param seenTo the LSN of the loser up to which its log was read
 * @param rows how many rows a rewind throws away or sets back; each is in the CSV files and has a statement in one of the SQL files
 * @param conflicts how many of them the winner touched as well
 * @param told how many of them a client had been told are safe; 0 if no run's history was read
 * @param files every file but the manifest
 */
public record SalvageReport(
        String folder,
        String loser,
        String winner,
        String seenTo,
        long rows,
        long conflicts,
        long told,
        List<SavedFile> files) {

    /** Copies the list. */
    public SalvageReport {
        files = List.copyOf(files);
    }

    /**
     * A file that is on the disk.
     *
     * @param path within the folder
     * @param rows how many rows it holds
     * @param bytes its length
     * @param sha256 of its contents, in hexadecimal
     */
    public record SavedFile(String path, long rows, long bytes, String sha256) {}
}
