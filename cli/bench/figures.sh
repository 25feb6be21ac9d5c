# Sourced by the benchmarks. Times commands and prints what was found; $scratch is a folder for the figures.

# took NAME COMMAND...: runs a command and notes its milliseconds under NAME; a command that fails ends the benchmark.
took() {
    figure=$1
    shift
    begin=$(date +%s%N)
    "$@" >"$scratch/output" 2>&1 || { cat "$scratch/output" >&2 && exit 1; }
    end=$(date +%s%N)
    echo "$(((end - begin) / 1000))" >>"$scratch/$figure.microseconds"
}

# say NAME WORDS [LESS]: the median of what was noted under NAME, its count and its bounds, LESS milliseconds taken off.
say() {
    sort -n "$scratch/$1.microseconds" | awk -v words="$2" -v less="${3:-0}" '
        { value[NR] = $1 / 1000 - less }
        END {
            median = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
            printf "%-46s %3d times   %8.1f ms   (%.1f to %.1f)\n", words, NR, median, value[1], value[NR]
        }'
}
