#!/usr/bin/env bash
# Boots Debian's kernel in QEMU with its test device vivid, and runs this package's tests on it: vivid.sh FOLDER, for
# what is downloaded and built. Needs go, apt-get, dpkg-deb, qemu-system-x86_64 and busybox-static; needs no root and no KVM.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p "$1"
to=$(cd "$1" && pwd)

# Numbers of calls, structures and a program in the device's place on arm64, by QEMU's user mode.
CGO_ENABLED=0 GOARCH=arm64 go vet .
if arm=$(command -v qemu-aarch64 || command -v qemu-aarch64-static); then
	CGO_ENABLED=0 GOARCH=arm64 go test -c -o "$to/v4l2.arm64.test" .
	"$arm" "$to/v4l2.arm64.test" -test.v | grep -v '^=== '
else
	echo 'skipped: arm64 wants qemu-aarch64 (Debian: qemu-user)'
fi

for p in qemu-system-x86_64 busybox apt-get dpkg-deb; do
	if ! command -v "$p" >/dev/null; then
		echo "skipped: the test of V4L2 wants $p (Debian: qemu-system-x86 and busybox-static)"
		exit 0
	fi
done

kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -1)
[ -n "$kernel" ] || { echo 'vivid.sh: apt-get knows no kernel: run apt-get update' >&2; exit 1; }
version=${kernel#linux-image-}
if [ ! -e "$to/$version/boot/vmlinuz-$version" ]; then
	(cd "$to" && rm -f linux-image-*.deb && apt-get download -q=2 -o APT::Sandbox::User="$(id -un)" "$kernel" && dpkg-deb -x "$kernel"_*.deb "$version")
fi

root=$to/root
rm -rf "$root"
mkdir -p "$root"/{bin,dev,proc,sys,tmp,modules}
cp "$(command -v busybox)" "$root/bin/busybox"
modules='mc videodev videobuf2-common videobuf2-memops videobuf2-v4l2 videobuf2-vmalloc videobuf2-dma-contig rc-core cec v4l2-dv-timings v4l2-tpg vivid'
for m in $modules; do
	find "$to/$version/lib/modules" -name "$m.ko" -exec cp {} "$root/modules/" \;
done
CGO_ENABLED=0 GOARCH=amd64 go test -c -o "$root/bin/v4l2.test" .
CGO_ENABLED=0 GOARCH=amd64 go build -o "$root/bin/talbot" ../../../cmd/talbot
for l in $(ldd "$root/bin/talbot" | grep -o '/[^ ]*' || true); do # its loader and C library, for drivers that are libraries
	mkdir -p "$root/$(dirname "$l")"
	cp -L "$l" "$root/$l"
done
cat >"$root/init" <<END
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
exec >/dev/ttyS0 2>&1
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
for m in $modules; do
	case \$m in
	# Two cameras: one with frame sizes and rates as a webcam has them, and one that crops.
	vivid) set -- n_devs=2 num_inputs=1,1 input_types=0x0,0x3 num_outputs=0,0 node_types=0x1,0x1 ccs_cap_mode=-1,1 vid_cap_nr=0,1 ;;
	*) set -- ;;
	esac
	/bin/busybox insmod /modules/\$m.ko "\$@" || echo "no module \$m"
done
export TALBOT_VIVID=1 HOME=/tmp PATH=/bin
cd /tmp
/bin/v4l2.test -test.v -test.timeout 8m ${TALBOT_VIVID_RUN:+-test.run=$TALBOT_VIVID_RUN}
one=\$?
/bin/talbot rig list && /bin/talbot rig check --camera v4l2:/dev/video0 --camera-format Mono12 --camera-mode 320,180 --camera-rate 5
echo "vivid: tests \$one, talbot \$?"
/bin/busybox poweroff -f
END
chmod +x "$root/init"
(cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1 >"$to/initramfs.gz")
timeout 900 qemu-system-x86_64 -M q35,accel=tcg -cpu max -m 1024 -smp 2 -nographic -no-reboot -nic none -kernel "$to/$version/boot/vmlinuz-$version" \
	-initrd "$to/initramfs.gz" -append 'console=ttyS0 panic=-1 loglevel=5' </dev/null | tee "$to/log" || true
if grep -q '^vivid: tests 0, talbot 0' "$to/log"; then
	echo "good: $(grep -c '^ *--- PASS' "$to/log") tests on vivid of Linux $version, and talbot rig list and check"
else
	echo "BAD: see above, or $to/log" >&2
	exit 1
fi
