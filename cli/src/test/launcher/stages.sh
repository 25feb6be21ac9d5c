# Sourced by verify once all is built: the launcher on copies of the tree, in a path with a space, as whoever runs
# this and, when that is root, as an ordinary user as well.

ordinary=65534

# copy_tree PLACE: the sources and what was built from them.
copy_tree() {
    mkdir -p "$1" && (cd "$home" && tar -cf - --exclude=.git --exclude=surefire-reports .) | (cd "$1" && tar -xpf -)
}

# as_ordinary COMMAND...: as an ordinary user, with a home of its own of which Java, too, is told.
as_ordinary() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$ordinary" --regid="$ordinary" --clear-groups \
            env HOME="$user_home" MAVEN_OPTS="-Duser.home=$user_home" "$@"
    else
        "$@"
    fi
}

# add_up LOG: the numbers of the last line of a run of tests.sh.
add_up() {
    cat "$1"
    sum=$(sed -n 's/^launcher: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$1")
    [ -n "$sum" ] || sum='0 1'
    passed=$((passed + ${sum% *}))
    failed=$((failed + ${sum#* }))
}

# A sample of the drills, one for each way of breaking and of coming back; without names, drills.sh runs them all.
sample='etcd-leader-isolate postgres-failover postgres-split-brain postgres-zombie-primary'
of_root=etcd-quorum-loss
if [ "$(id -u)" = 0 ]; then
    copy_tree "$scratch/of root/muster"
    sh "$home/cli/src/test/launcher/drills.sh" "$scratch/of root/muster" "$of_root" >"$scratch/launcher" 2>&1
    add_up "$scratch/launcher"
    sh "$home/cli/src/test/launcher/tests.sh" "$scratch/of root/muster" "$untested" >"$scratch/launcher" 2>&1
    add_up "$scratch/launcher"
    rm -rf "$scratch/of root"
fi

copy="$scratch/of a user/muster"
copy_tree "$copy"
[ "$(id -u)" = 0 ] && chown -R "$ordinary:$ordinary" "$copy"
[ "$(id -u)" = 0 ] || sample="$of_root $sample"
# The drills first: the launcher's tests change their copy.
# shellcheck disable=SC2086 # the names are to be split
as_ordinary sh "$copy/cli/src/test/launcher/drills.sh" "$copy" $sample >"$scratch/launcher" 2>&1
add_up "$scratch/launcher"
as_ordinary sh "$copy/cli/src/test/launcher/promises.sh" "$copy" >"$scratch/launcher" 2>&1
add_up "$scratch/launcher"
as_ordinary sh "$copy/cli/src/test/launcher/tests.sh" "$copy" "$untested" >"$scratch/launcher" 2>&1
add_up "$scratch/launcher"

# A first start from a copy where nothing is built, with the Maven repository that the build above has filled.
find "$copy" -type d -name target -prune -exec rm -rf {} +
if [ "$(id -u)" = 0 ]; then
    mkdir "$user_home/.m2"
    cp -r "${HOME:-/root}/.m2/repository" "$user_home/.m2/"
    chown -R "$ordinary:$ordinary" "$user_home"
fi
first_start() {
    as_ordinary "$copy/muster" --version >"$scratch/out" 2>"$scratch/err" &&
        grep -q '^muster: building' "$scratch/err" && [ -s "$scratch/out" ] && return 0
    cat "$scratch/err" >&2
    return 1
}
second_start() {
    as_ordinary "$copy/muster" --version >"$scratch/out" 2>"$scratch/err" && ! [ -s "$scratch/err" ] && return 0
    cat "$scratch/err" >&2
    return 1
}
# The launcher's options that a cache is bound to, and the mode in which one that does not fit is an error.
cache_in_use() {
    as_ordinary "$JAVA_HOME/bin/java" -XX:AOTCache="$copy/cli/target/muster.aot" -XX:AOTMode=on -Xmx512m -XX:+UseSerialGC \
        -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
        -cp "$copy/cli/target/muster.jar" muster.cli.Main --version >"$scratch/out" && return 0
    cat "$scratch/out" >&2
    return 1
}
count "a clean copy builds itself at its first start, as an ordinary user" first_start
count "the second start says nothing" second_start
count "the ahead-of-time cache fits" cache_in_use
echo 'another JDK' >"$copy/cli/target/muster.aot.jdk"
count "a cache of another JDK is passed over in silence" second_start
# What the launcher records is right, and the cache is not: the runtime itself must fall back without a word.
: >"$copy/cli/target/muster.aot"
echo "$java_home$jdk_build" >"$copy/cli/target/muster.aot.jdk"
count "a broken cache is passed over in silence" second_start

if [ "$(id -u)" = 0 ]; then
    sh "$home/cli/src/test/launcher/install.sh" "$home" "$scratch" "$untested" >"$scratch/launcher" 2>&1
    add_up "$scratch/launcher"
else
    echo "installing packages, and that no server of the host's starts: only root may install" >>"$untested"
fi
