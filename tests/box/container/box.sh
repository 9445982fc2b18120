# A box: Debian with a real systemd in a container without a network, from image.sh, thrown away at the end. Sourced by run.sh.
# The host's cgroups may be anybody's, so the container gets a hierarchy and a /run of its own.

box_start() { # IMAGE: starts it and waits until it has booted
    work=$(mktemp -d)
    mkdir "$work/layer" "$work/root"
    mount -t tmpfs tmpfs "$work/layer"
    mkdir "$work/layer/upper" "$work/layer/work"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$work/layer/upper,workdir=$work/layer/work" "$work/root"
    box_boot
}

box_boot() {
    unshare --mount --propagation private bash -c '
        mount -t tmpfs tmpfs /run
        umount -l /sys/fs/cgroup 2>/dev/null
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        mkdir -p "/sys/fs/cgroup/edgepos-box-$$"
        echo 0 >"/sys/fs/cgroup/edgepos-box-$$/cgroup.procs"
        exec systemd-nspawn -q -D "$1" --boot --console=pipe --private-network --register=no --keep-unit \
            --link-journal=no
    ' box "$work/root" </dev/null >"$work/console.log" 2>&1 &
    local state
    local nspawn=$!
    for _ in $(seq 600); do
        box_pid=$(pgrep -P $nspawn || true) # nspawn's one child is the box's first process
        if [ -n "$box_pid" ]; then
            state=$(box systemctl is-system-running 2>/dev/null || true)
            case $state in running | degraded) return ;; esac
        fi
        sleep 0.2
    done
    echo "the box does not boot:" >&2
    tail -20 "$work/console.log" >&2
    return 1
}

# Runs a command in the box.
box() { nsenter -t "$box_pid" -a -- "$@"; }

# The whole box dies at once, as with its power.
box_kill() {
    kill -KILL "$box_pid"
    while [ -d "/proc/$box_pid" ]; do sleep 0.1; done
}

box_end() {
    [ -n "${work:-}" ] || return 0
    [ -z "${box_pid:-}" ] || kill -KILL "$box_pid" 2>/dev/null || true
    wait 2>/dev/null || true
    umount -l "$work/root" "$work/layer" 2>/dev/null || true
    rm -rf "$work"
}
