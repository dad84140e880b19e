#!/usr/bin/env bash
# Makes a release in dist/: the image for amd64 and arm64 as far as this machine can, the chart, a CycloneDX SBOM, and the
# checksums of all of them. `just release VERSION`; `just release VERSION chart sbom` only these parts.
#
# SIDEMOCK_BUILD_IMAGE names the base that builds, by its digest: NAME@sha256:... Without it the base of .ci/image.sh is
# taken (this machine's compiler), which is for trying this out.
# Parts are called by their names.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

# shellcheck source=.ci/tools.sh
. .ci/tools.sh
# shellcheck source=.ci/image.sh
. .ci/image.sh

VERSION="${1:?usage: just release VERSION [PART...]}"
shift
PARTS=(order versions tests image chart sbom)
DIST="$PWD/dist"

# The order of functions in the program, renewed by what runs of it; a new one is to be committed first.
part_order() {
    apt_install valgrind=valgrind || return
    cargo build --locked --quiet --profile dist --config profile.dist.strip=false || return
    tests/bench/link_order.py "${CARGO_TARGET_DIR:-target}/dist/sidemock"
}

# Everything that names a version names this one, and the tree is what the tag will be.
part_versions() {
    local file result=0
    for file in Cargo.toml helm/sidemock/Chart.yaml k8s/base/kustomization.yaml k8s/components/sidecar/kustomization.yaml Dockerfile; do
        grep -qE "^ *(version|newTag|ARG VERSION)[:= ]+\"?${VERSION//./\\.}\"?$" "$file" || {
            echo "$file does not name version $VERSION"
            result=1
        }
    done
    grep -qF "## [$VERSION]" CHANGELOG.md || {
        echo "CHANGELOG.md has no section [$VERSION]"
        result=1
    }
    [ -z "$(git status --porcelain)" ] || {
        echo "there are changes that are not committed"
        result=1
    }
    return "$result"
}

part_tests() {
    .ci/run lint licenses test manifests
}

# The architectures that can be built here: its own, and what the kernel runs by an emulator. The base made of this machine's
# own compiler builds for its own.
architectures() {
    local own other
    case "$(uname -m)" in
        aarch64) own=arm64 other=amd64:x86_64 ;;
        *) own=amd64 other=arm64:aarch64 ;;
    esac
    echo "$own"
    if [ -n "${SIDEMOCK_BUILD_IMAGE:-}" ] && grep -q enabled "/proc/sys/fs/binfmt_misc/qemu-${other#*:}" 2>/dev/null; then
        echo "${other%:*}"
    else
        echo "image for ${other%:*}: left out, nothing here runs its programs" >&2
    fi
}

part_image() {
    case "${SIDEMOCK_BUILD_IMAGE:-}" in
        '' | *@sha256:*) ;;
        *) echo "SIDEMOCK_BUILD_IMAGE=$SIDEMOCK_BUILD_IMAGE has no digest: NAME@sha256:..." && return 1 ;;
    esac
    install_image_tools || return
    local architecture
    for architecture in $(architectures); do
        IMAGE_ARGUMENTS=(--platform "linux/$architecture" --build-arg "VERSION=$VERSION")
        build_image >"$CACHE/image.log" 2>&1 || {
            tail -40 "$CACHE/image.log"
            return 1
        }
        rm -f "$DIST/sidemock-$VERSION-$architecture.tar"
        buildah "${STORAGE[@]}" push --quiet "$IMAGE" "oci-archive:$DIST/sidemock-$VERSION-$architecture.tar:sidemock:$VERSION" || return
    done
}

part_chart() {
    install_manifest_tools || return
    "$HELM4" package --destination "$DIST" helm/sidemock
}

part_sbom() {
    install_cargo_tool cargo-cyclonedx@0.5.9 || return
    local made="sidemock-$VERSION.cdx"
    PATH="$CACHE/tools/bin:$PATH" cargo cyclonedx --quiet --format json --spec-version 1.5 --override-filename "$made" || return
    mv "$made.json" "$DIST/"
}

main() {
    [ $# -gt 0 ] && PARTS=("$@")
    mkdir -p "$DIST"
    local part
    for part in "${PARTS[@]}"; do
        echo "== $part"
        "part_$part" </dev/null || {
            echo "FAILED: $part"
            exit 1
        }
    done
    (cd "$DIST" && find . -maxdepth 1 -type f -name "sidemock-$VERSION*" -printf '%P\n' | sort | xargs sha256sum >SHA256SUMS && cat SHA256SUMS)
}

main "$@"
exit
