# Sourced by the benchmarks, after jdk.sh. The benchmarks are classes beside the tests, and need them built.

# classes MODULE: sets java_home, and class_path to the module's test classes, all main classes and libraries.
classes() {
    find_jdk javac || { say_no_jdk "${0##*/}" && exit 3; }
    class_path="$home/$1/target/test-classes:$home/drills/engine/target/test-classes"
    for library in "$home"/cli/target/lib/*.jar "$home/cli/target/muster.jar"; do
        class_path="$class_path:$library"
    done
    [ -e "$home/cli/target/muster.jar" ] && [ -d "$home/$1/target/test-classes/muster" ] && return 0
    echo "${0##*/}: the classes of the tests are not built: ./verify builds them" >&2
    exit 3
}
