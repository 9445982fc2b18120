#!/usr/bin/env bash
# Makes the machine that the drivers are tried in: Debian's kernel, and a start-up disk with the modules of a USB gadget that
# is a receipt printer, a serial line and a keyboard at once, and of simulated GPIO lines. Made once for each kernel version
# and start-up script; from Debian's packages alone. Prints the folder it is in.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${EDGEPOS_BOX_CACHE:-$HOME/.cache/edgepos-box}

if [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    [ -n "$(ls /var/lib/apt/lists 2>/dev/null)" ] || apt-get update -qq >&2
fi
# The package that stands for the newest kernel depends on the kernel itself.
version=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: linux-image-//p' | head -1)
[ -n "$version" ] || { echo "apt knows no package linux-image-amd64: is this Debian on x64?" >&2; exit 1; }
wanted=(qemu-system-x86 busybox-static cpio kmod make gcc-12 xz-utils libgpiod2 "linux-headers-$version")
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
        apt-get update -qq >&2
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
    }
fi

stamp=$(cat "$here/build.sh" "$here/init.sh" | sha256sum | cut -c1-12)
box=$cache/$version-$stamp
if [ -f "$box/done" ]; then
    echo "$box"
    exit 0
fi

echo "Making the virtual machine for kernel $version ..." >&2
rm -rf "$box"
mkdir -p "$cache/packages" "$box/kernel" "$box/gpio-sim" "$box"/disk/{bin,proc,sys,dev,lib/modules,host}
cd "$cache/packages"
find . -name 'linux-image-*.deb' ! -name "linux-image-${version}_*" -delete
compgen -G "linux-image-${version}_*.deb" >/dev/null || apt-get download -qq "linux-image-$version" >&2
series=$(cut -d. -f1,2 <<<"$version")
compgen -G "linux-source-${series}_*.deb" >/dev/null || apt-get download -qq "linux-source-$series" >&2

dpkg-deb -x linux-image-"${version}"_*.deb "$box/kernel"
depmod -b "$box/kernel" "$version"
cp "$box/kernel/boot/vmlinuz-$version" "$box/vmlinuz"

# gpio-sim is part of Linux and not of Debian's kernel, nor is the simulated interrupt that it needs: built as one module.
mkdir "$box/source"
dpkg-deb --fsys-tarfile linux-source-"${series}"_*.deb | tar -xO "./usr/src/linux-source-$series.tar.xz" \
    | tar -xJ -C "$box/source" --strip-components=1 "linux-source-$series/drivers/gpio" "linux-source-$series/kernel/irq/irq_sim.c"
cp "$box"/source/drivers/gpio/{gpio-sim.c,gpiolib.h} "$box/source/kernel/irq/irq_sim.c" "$box/gpio-sim/"
# irq_to_desc is not exported to modules; the way round it gives the same.
sed -i 's/irq_to_desc(\([^)]*\))/irq_data_to_desc(irq_get_irq_data(\1))/' "$box/gpio-sim/irq_sim.c"
printf 'obj-m := gpiosim.o\ngpiosim-objs := gpio-sim.o irq_sim.o\n' >"$box/gpio-sim/Makefile"
make -s -C "/usr/src/linux-headers-$version" M="$box/gpio-sim" modules >&2

: >"$box/disk/modules"
for module in virtio_pci 9pnet_virtio 9p uinput evdev dummy_hcd libcomposite usb_f_printer usblp usb_f_acm cdc_acm usb_f_hid usbhid hid_generic; do
    modprobe -d "$box/kernel" -S "$version" --show-depends "$module" | awk '/^insmod/{print $2}' | while read -r file; do
        name=/lib/modules/$(basename "$file")
        cp "$file" "$box/disk$name"
        grep -qx "$name" "$box/disk/modules" || echo "$name" >>"$box/disk/modules"
    done
done
strip -g -o "$box/disk/lib/modules/gpiosim.ko" "$box/gpio-sim/gpiosim.ko"
echo /lib/modules/gpiosim.ko >>"$box/disk/modules"
cp "$(command -v busybox)" "$box/disk/bin/busybox"
install -m 755 "$here/init.sh" "$box/disk/init"
(cd "$box/disk" && find . | cpio -o -H newc 2>/dev/null | gzip >"$box/initrd.gz")
rm -rf "$box/source" "$box/gpio-sim" "$box/kernel" "$box/disk"
touch "$box/done"
echo "$box"
