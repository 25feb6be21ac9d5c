package muster.cli.command;

import muster.cli.Workbench;
import muster.engine.history.OperatorException;
import muster.engine.run.Plan;
import org.jspecify.annotations.Nullable;

/** A drill that takes more than the cluster tolerates wants the site's name typed. */
final class Confirmation {

    private final Workbench workbench;
    private final @Nullable String given;

    /** @param given what was given with {@code --confirm}; null for nothing */
    Confirmation(Workbench workbench, @Nullable String given) {
        this.workbench = workbench;
        this.given = given;
    }

    /** @throws OperatorException if the plan wants a name and another one, or none, is given */
    void demand(Plan plan) {
        if (!plan.exceeds()) {
            return;
        }
        String typed = given == null ? new Question(workbench).ask("Type %s to go on: ".formatted(plan.site())) : given;
        if (!plan.site().equals(typed)) {
            throw OperatorException.usage(
                    "%s takes more than %s tolerates, so that its name is wanted%s"
                            .formatted(
                                    plan.drill(),
                                    plan.site(),
                                    typed == null ? "" : "; \"%s\" is not it".formatted(typed)),
                    "muster run %s --confirm %s".formatted(plan.drill(), plan.site()));
        }
    }
}
