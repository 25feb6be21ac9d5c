# Sourced by muster and verify. Finds a JDK 25 without starting Java: a warm start cannot pay for that.

# jdk_version HOME: sets jdk_major and jdk_build from the file that every JDK carries; fails when there is none.
jdk_version() {
    jdk_major='' jdk_build=''
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r jdk_key jdk_value; do
        jdk_value=${jdk_value#\"}
        jdk_value=${jdk_value%\"}
        case $jdk_key in
            JAVA_VERSION) jdk_major=${jdk_value%%[!0-9]*} ;;
            JAVA_RUNTIME_VERSION | IMPLEMENTOR) jdk_build="$jdk_build $jdk_value" ;;
        esac
    done <"$1/release"
    [ -n "$jdk_major" ]
}

# find_jdk PROGRAM: sets java_home to the first JDK 25 or newer that has bin/PROGRAM (java to run, javac to build).
# Fails when this machine has none.
find_jdk() {
    jdk_path=$(command -v java) && [ -h "$jdk_path" ] && jdk_path=$(readlink -f "$jdk_path")
    for java_home in "${JAVA_HOME:-/nonexistent}" /usr/lib/jvm/*25* /opt/*25* "${HOME:-}"/.sdkman/candidates/java/25* \
        "${HOME:-}"/.jdks/*25* "${jdk_path%/bin/java}" /usr/lib/jvm/* /opt/*; do
        [ -x "$java_home/bin/$1" ] && jdk_version "$java_home" && [ "$jdk_major" -ge 25 ] && return 0
    done
    java_home=''
    return 1
}

# say_no_jdk WHO: the one line for a machine without one.
say_no_jdk() {
    echo "$1: no JDK 25 found: on Debian 13 'sudo apt-get install openjdk-25-jdk-headless';" \
        "Debian 12 has none: unpack a JDK 25 of your choice and set JAVA_HOME to its folder" >&2
}
