# Sourced by the scripts that run PostgreSQL's programs.

# The words before a program: as the user postgres of a user namespace of its own, because PostgreSQL refuses to run as root. To
# everybody else it is the user who brought the lab up, so that files need no other owner.
identity='unshare --user --map-user=postgres --map-group=postgres --'

# as_server COMMAND...
as_server() {
    $identity "$@"
}
