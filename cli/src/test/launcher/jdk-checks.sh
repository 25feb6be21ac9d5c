# Sourced by tests.sh: which Java is taken, and what it is given.

cd "$scratch" || exit 1
run "$tree/muster" drills show 'a  b' '$HOME' '' --x=*
check "the words reach Java unchanged, quietly" all \
    'ended 0' silent 'java_saw "arg=drills"' 'java_saw "arg=a  b"' 'java_saw "arg=\$HOME"' 'java_saw "arg="' 'java_saw "arg=--x=*"'
check "Java is told where Muster lives, and stays in the caller's folder" all \
    'java_saw "arg=-Dmuster.home=$tree"' 'java_saw "folder=$scratch"'
check "a short command runs on the first compiler alone" java_saw "arg=-XX:TieredStopAtLevel=1"

run "$tree/muster" --install status --no-install -- --install
check "the launcher keeps its own options, and leaves what follows --" all \
    'same "$(grep -c -x "arg=--install" "$scratch/java")" 1' '! java_saw "arg=--no-install"' 'java_saw "arg=--"'

mkdir -p "$scratch/a bin"
ln -sf "$tree/muster" "$scratch/a bin/muster"
ln -sf "../a bin/muster" "$scratch/a bin/mu"
run env PATH="$scratch/a bin:$PATH" mu drills
check "it finds its home through links, from a PATH with a space" all 'ended 0' 'java_saw "arg=-Dmuster.home=$tree"'
cd "$tree" || exit 1
run sh muster drills
check "it finds its home when it is started as 'sh muster'" all 'ended 0' 'java_saw "arg=-Dmuster.home=$tree"'
cd "$scratch" || exit 1

for version in 25 25.0.3 26-ea 31.1; do
    make_jdk "$scratch/jdk $version" "$version"
    run env JAVA_HOME="$scratch/jdk $version" "$tree/muster" drills
    check "JAVA_HOME with Java $version is taken" all 'ended 0' 'java_saw "home=$scratch/jdk $version"'
done
for version in 1.8.0_402 17.0.15 24.0.2; do
    make_jdk "$scratch/jdk $version" "$version"
    run env JAVA_HOME="$scratch/jdk $version" "$tree/muster" --version
    check "JAVA_HOME with Java $version is passed over" all '! java_saw "home=$scratch/jdk $version"'
done
mkdir -p "$scratch/sdk home/.sdkman/candidates/java"
cp -r "$scratch/jdk 25" "$scratch/sdk home/.sdkman/candidates/java/25-tem"

# What hides the machine's JDKs: empty folders over the usual places, in a mount namespace of our own.
cat >"$scratch/no-jdk.sh" <<'EOF'
for place in /usr/lib/jvm /opt; do [ -d "$place" ] && { mount -t tmpfs none "$place" || exit 99; }; done
exec "$@"
EOF
if [ "$(id -u)" = 0 ]; then hide='unshare --mount'; else hide='unshare --user --map-root-user --mount'; fi
# shellcheck disable=SC2086 # the words are to be split
if $hide sh "$scratch/no-jdk.sh" true 2>/dev/null; then
    run $hide sh "$scratch/no-jdk.sh" env -u JAVA_HOME HOME="$scratch" PATH=/usr/bin:/bin "$tree/muster" drills
    check "no JDK: one line says how to get one, exit 3" all 'ended 3' one_line 'said openjdk-25-jdk-headless' 'said JAVA_HOME'
    run $hide sh "$scratch/no-jdk.sh" env -u JAVA_HOME HOME="$scratch/sdk home" PATH=/usr/bin:/bin "$tree/muster" drills
    check "a JDK in the user's own folder is found" all 'ended 0' 'java_saw "home=$scratch/sdk home/.sdkman/candidates/java/25-tem"'
else
    untestable "a machine without a JDK" "mount namespaces are not allowed here"
fi
