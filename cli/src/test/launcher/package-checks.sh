# Sourced by tests.sh: what is said when a program is missing.

# A PATH with everything but one program.
mkdir -p "$scratch/bin"
for folder in /bin /usr/bin /sbin /usr/sbin; do ln -sf "$folder"/* "$scratch/bin/" 2>/dev/null; done
rm -f "$scratch/bin/etcd"

run env PATH="$scratch/bin" "$tree/muster" --no-install run
if ! [ -e /usr/sbin/etcd ] && ! [ -e /sbin/etcd ]; then
    check "--no-install: what is missing is said in one line, exit 3" all 'ended 3' one_line 'said etcd-server' java_not_started
    for word in --help --version drills report 'run --help' status; do
        # shellcheck disable=SC2086 # the words are to be split
        run env PATH="$scratch/bin" "$tree/muster" $word
        check "$word needs no package" all 'ended 0' silent
    done
    if [ "$(id -u)" != 0 ]; then
        run env PATH="$scratch/bin" "$tree/muster" run
        check "an ordinary user is told the line to type, exit 3" all 'ended 3' one_line java_not_started \
            'said "sudo apt-get install etcd-server$"'
    fi
else
    untestable "a machine without etcd" "its etcd is where the launcher always looks"
fi
