#!/bin/busybox sh
# The first and only process of the virtual machine: loads the drivers, plugs the gadget in, sees the host's files (read only)
# as its own, runs the program that the kernel's command line names, and switches the machine off.
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts none /dev/pts
mount -t tmpfs none /dev/shm
for module in $(cat /modules); do
    insmod "$module" 2>/dev/shm/why || { echo "$module: $(cat /dev/shm/why)"; poweroff -f; }
done
mount -t configfs none /sys/kernel/config

# A USB device that is a receipt printer (/dev/usb/lp0, its other side is /dev/g_printer0), a serial line (/dev/ttyACM0 and
# /dev/ttyGS0) and a keyboard (/dev/input/event*, /dev/hidg0). Unplug it with: echo > UDC.
gadget=/sys/kernel/config/usb_gadget/box
mkdir -p $gadget/strings/0x409 $gadget/configs/c.1 $gadget/functions/printer.0 $gadget/functions/acm.0 $gadget/functions/hid.0
cd $gadget
echo 0x04b8 >idVendor
echo 0x0202 >idProduct
echo EPSON >strings/0x409/manufacturer
echo TM-T88V >strings/0x409/product
echo SN1 >strings/0x409/serialnumber
echo 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;' >functions/printer.0/pnp_string
# The report descriptor of a boot keyboard: USB HID 1.11, appendix E.6.
echo 1 >functions/hid.0/protocol
echo 1 >functions/hid.0/subclass
echo 8 >functions/hid.0/report_length
printf '\005\001\011\006\241\001\005\007\031\340\051\347\025\000\045\001\165\001\225\010\201\002\225\001\165\010\201\003\225\005\165\001\005\010\031\001\051\005\221\002\225\001\165\003\221\003\225\006\165\010\025\000\045\145\005\007\031\000\051\145\201\000\300' \
    >functions/hid.0/report_desc
for function in printer.0 acm.0 hid.0; do ln -s functions/$function configs/c.1/; done
ls /sys/class/udc >UDC

chip=/sys/kernel/config/gpio-sim/box
mkdir -p $chip/bank0
echo 8 >$chip/bank0/num_lines
echo edgepos-box >$chip/bank0/label
echo 1 >$chip/live
cd /

mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose host /host
for folder in proc sys dev; do mount --rbind /$folder /host/$folder; done
mount -t tmpfs none /host/run
mkdir /host/run/out
mount -t 9p -o trans=virtio,version=9p2000.L,msize=131072 out /host/run/out
ip link set lo up
program=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^program=//p')
TMPDIR=/run HOME=/run chroot /host "$program" /run/out
echo "the program ended with $? after $(cut -d' ' -f1 /proc/uptime) seconds of the machine"
umount /host/run/out
poweroff -f
