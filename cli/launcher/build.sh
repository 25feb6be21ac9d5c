# Sourced by muster, after packages.sh, when what is built is older than the sources.

# build: brings cli/target up to date, or ends the launcher with 3. Two launches at once build once.
build() {
    if ! mkdir -p "$target" 2>/dev/null || ! [ -w "$target" ]; then
        echo "muster: the build in $target is missing or older than the sources, and you may not write there:" \
            "let its owner run $home/muster --version" >&2
        exit 3
    fi
    find_jdk javac || { say_no_jdk muster && exit 3; }
    require muster "$installing" mvn flock || exit 3
    log="$target/build.log"
    exec 8>"$target/build.lock"
    flock -n 8 || {
        echo "muster: waiting for another build of $home" >&2
        flock 8
    }
    # What another launch built while this one waited need not be built again.
    stale || return 0
    echo "muster: building, about a minute (log: $log)" >&2
    # The stamp is of the build's start: what is saved meanwhile counts as newer. The module's own target would make
    # its folder newer, so it is there before.
    mkdir -p "$home/drills/scripts/target"
    : >"$target/stamp.new"
    if ! JAVA_HOME="$java_home" mvn -B -ntp -Dstyle.color=never -f "$home/pom.xml" -P command package >"$log" 2>&1 </dev/null 8>&-; then
        grep -m 3 '^\[ERROR\] .' "$log" >&2 || tail -n 5 "$log" >&2
        echo "muster: the build failed, the whole log is in $log" >&2
        exit 3
    fi
    train
    mv -f "$target/stamp.new" "$target/stamp"
    exec 8>&-
}

# train: a cache of loaded and linked classes, which makes every later start faster. Without it all works, slower;
# why there is none is in the build's log. Two steps, because the JDK's single one cannot take a path with a space.
train() {
    rm -f "$target/muster.aot" "$target/muster.aot.jdk"
    train_step -XX:AOTMode=record muster.cli.Main train && train_step -XX:AOTMode=create -XX:AOTCache="$target/muster.aot"
    rm -f "$target/muster.aot.config"
    [ -s "$target/muster.aot" ] || return 0
    jdk_version "$java_home" && echo "$java_home$jdk_build" >"$target/muster.aot.jdk"
}

train_step() {
    mode=$1
    shift
    "$java_home/bin/java" "$mode" -XX:AOTConfiguration="$target/muster.aot.config" -Xmx512m -XX:+UseSerialGC \
        --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
        -Dmuster.home="$home" -cp "$target/muster.jar" "$@" >>"$log" 2>&1 </dev/null 8>&-
}
