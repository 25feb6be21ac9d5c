package muster.cli;

/** The exit codes that no finding owns; {@code 0 1 2 4 129 130 143} come from a run's findings. */
public final class Exit {

    /** All is well. */
    public static final int OK = 0;

    /** Not everything that was asked for can be told from what is there. */
    public static final int UNDECIDED = 2;

    /** It could not start: something is in the way. */
    public static final int COULD_NOT_START = 3;

    /** Something is left unhealed; outranks all others. */
    public static final int UNHEALED = 4;

    /** What was typed cannot be understood. */
    public static final int USAGE = 64;

    /** A defect of ours. */
    public static final int DEFECT = 70;

    /** To the launcher: the lab is up; enter it and start again with the same arguments. Never seen by a user. */
    public static final int ENTER_LAB = 200;

    private Exit() {}
}
