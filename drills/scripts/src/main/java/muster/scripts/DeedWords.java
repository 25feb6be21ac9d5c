package muster.scripts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.engine.drill.Deed;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Word;

/** The words of an act. */
final class DeedWords {

    /** One act. */
    static final Choice<Deed> SHAPE = new Choice<>(
            "act",
            List.of(
                    new Word.Bare<>("promote", "A standby becomes primary.", new Deed.Promote()),
                    new Word.Bare<>(
                            "rejoin", "A former primary becomes a standby of the present one.", new Deed.Rejoin()),
                    new Word.Bare<>("rebuild", "A standby's data is copied anew from its primary.", new Deed.Rebuild()),
                    new Word.Bare<>(
                            "replace",
                            "A member whose data is gone leaves, comes again as a learner, and is promoted.",
                            new Deed.Replace()),
                    new Word.Bare<>(
                            "cancel-waiting",
                            "Commits that wait for a synchronous standby are let go: their clients are told yes, with"
                                    + " a warning.",
                            new Deed.CancelWaiting()),
                    new Word.Bare<>(
                            "snapshot", "A snapshot of etcd is saved. A K3s cluster only.", new Deed.Snapshot()),
                    new Word.Bare<>(
                            "recover",
                            "etcd, without a majority for good, is rebuilt from what is left. A K3s cluster only.",
                            new Deed.Recover()),
                    new Word.Bare<>(
                            "restore",
                            "etcd is rebuilt from the snapshot that the drill saved on the member. A K3s cluster"
                                    + " only.",
                            new Deed.Restore())),
            Map.of(),
            Optional.empty());

    private DeedWords() {}
}
