#!/usr/bin/env bash
# run.sh PROGRAM OUT [SECONDS]: boots the virtual machine, runs a program of this machine in it with the folder /run/out, which
# is OUT here, as its argument, and prints what it prints. Without KVM: an emulated processor does. On a busy machine its timer
# comes too late for the kernel's check of it, so that is left out.
set -euo pipefail
program=$1 out=$2 seconds=${3:-240}
box=$("$(dirname "$0")/build.sh")
mkdir -p "$out"
timeout "$seconds" qemu-system-x86_64 -accel tcg -cpu max -smp 2 -m 2048 -nographic -no-reboot -nic none \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
    -virtfs "local,path=$out,mount_tag=out,security_model=none" \
    -kernel "$box/vmlinuz" -initrd "$box/initrd.gz" -append "console=ttyS0 quiet panic=-1 no_timer_check program=$program" </dev/null 2>&1 \
    | tr -d '\r' | sed 's/\x1b[^a-zA-Z]*[a-zA-Z]//g'
