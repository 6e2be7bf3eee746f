# Sourced by engine-sid and engine-vm: what takes minutes to make is kept in the user's cache, whole or not at all.
# shellcheck shell=bash

engine_cache=${XDG_CACHE_HOME:-$HOME/.cache}/slipway/engines
days_kept=30 # Debian's packages move on: what is older is made anew, where that can be done

# kept NAME RECIPE MAKE   prints the folder of NAME that RECIPE (a text) leads to; where it is missing, MAKE is called
# with an empty folder to fill. That one is renamed when it is whole: a run that was cut off leaves nothing to be used.
kept() {
    local name=$1 key place half
    key=$(printf '%s' "$2" | sha256sum | cut -c1-12)
    place=$engine_cache/$name-$key
    mkdir -p "$engine_cache"
    exec 8>"$engine_cache/$name.lock"
    flock -w 1500 8 || fail "another run has been making $place for 25 minutes"
    # Whoever holds the lock is alone: a half that is there belongs to nobody.
    for half in "$engine_cache/$name-"*.half; do [[ ! -e $half ]] || drop "$half"; done
    if [[ ! -d $place || -n $(find "$place" -maxdepth 0 -mtime "+$days_kept") ]]; then
        half=$place.half
        mkdir "$half"
        if "$3" "$half" >&2; then
            touch "$half"
            # Older recipes and the one before are of no more use; a run that has one of them open keeps its files.
            for old in "$engine_cache/$name-"????????????; do [[ ! -e $old ]] || drop "$old"; done
            mv "$half" "$place"
        else
            drop "$half"
            [[ -d $place ]] || fail "could not make $place"
            note "the one of $(date -r "$place" +%F) is used again"
        fi
    fi
    exec 8>&-
    echo "$place"
}

# Never through a mount: half a Debian has the machine's own /proc in it.
drop() { as_root rm -rf --one-file-system "$1"; }

# debian SUITE FOLDER PACKAGES   a small Debian with these packages, no larger than it must be
debian() {
    local suite=$1 folder=$2 mirror log=$2.log
    have debootstrap || scripts/install-packages engines
    # The one that this machine is set up with, if it is a Debian.
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | head -n 1 || true)
    # A mount namespace of its own: whatever ends it, the mounts in the new tree end with it.
    if ! as_root timeout --foreground -k 10 900 unshare --mount --propagation private debootstrap --variant=minbase --include="$3" \
        "$suite" "$folder" "${mirror:-http://deb.debian.org/debian}" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        return 1
    fi
    as_root sh -c "rm -rf '$folder'/var/cache/apt/archives/*.deb '$folder'/var/lib/apt/lists/* '$log'"
}

# version_of TREE PACKAGE…   what is printed, and never asserted: the suite moves
version_of() {
    local tree=$1
    shift
    dpkg-query --admindir="$tree/var/lib/dpkg" -W -f='${Package} ${Version}  ' "$@" 2>/dev/null || true
}
