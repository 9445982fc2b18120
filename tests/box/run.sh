#!/usr/bin/env bash
# Tries the drivers and the daemon against real drivers of Linux in a virtual machine. Needs root, for Debian's packages, and
# `make build`; after `make publish` the daemon is the native one, which ships, and starts in a moment there.
# Results go to OUT/box.trx, counters and all, like those of `make test`.
set -euo pipefail
cd "$(dirname "$0")/../.."
configuration=${CONFIGURATION:-Release}
out=$(realpath -m "${1:-artifacts/tests-box}")
rm -rf "$out" && mkdir -p "$out"
program=$PWD/tests/box/EdgePos.Box/bin/$configuration/net10.0/EdgePos.Box
native=
[ ! -x artifacts/native/edgepos-gateway ] || native=$PWD/artifacts/native
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")

# What runs in the machine. Write-execute protection doubles the work of a compiler under an emulated processor.
cat >"$out/program.sh" <<END
#!/bin/bash
export DOTNET_ROOT=$dotnet DOTNET_EnableWriteXorExecute=0 DOTNET_GCHeapHardLimit=0x10000000 DOTNET_EnableDiagnostics=0
export DOTNET_TieredPGO=0 DOTNET_TC_QuickJitForLoops=1 EDGEPOS_TEST_BIN=$native
exec "$program" -noColor -noLogo -parallel none ${BOX_ARGS:-} -trx "\$1/box.trx"
END
chmod +x "$out/program.sh"
tests/box/vm/run.sh "$out/program.sh" "$out" "${SECONDS_MAX:-420}" | tee "$out/console.log"
[ -s "$out/box.trx" ] || { echo "the virtual machine gave no results"; exit 1; }
! grep -q 'outcome="Failed"' "$out/box.trx"
