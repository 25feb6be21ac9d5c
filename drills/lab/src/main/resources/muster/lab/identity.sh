# Sourced by the scripts that run PostgreSQL's programs.

# as_server COMMAND...: as the user postgres of a user namespace of its own, because PostgreSQL refuses to run as root. To
# everybody else it is the user who brought the lab up, so that files need no other owner.
as_server() {
    unshare --user --map-user=postgres --map-group=postgres -- "$@"
}
