# shellcheck shell=bash
# Builds the image by the Dockerfile that ships; sourced by .ci/run.
#
# Where SIDEMOCK_BUILD_IMAGE names a base image, that one is used. Else (CI reaches no image registry) a local base is made of
# empty directories, and this machine's own compiler and crates are mounted into them while the Dockerfile's steps run.

IMAGE="localhost/sidemock:ci"
# Nested containers have neither overlayfs nor a usable user namespace everywhere; vfs and chroot work in all of them.
STORAGE=(--root "$CACHE/containers" --runroot "$CACHE/containers-run" --storage-driver vfs)
export BUILDAH_ISOLATION=chroot
export SIDEMOCK_STORAGE="${STORAGE[*]}"

# Removes the images and layers of earlier runs: vfs keeps whole copies.
forget_images() {
    buildah "${STORAGE[@]}" rm --all >/dev/null 2>&1 || true
    buildah "${STORAGE[@]}" rmi --all --force >/dev/null 2>&1 || true
}

make_local_base() {
    local container root
    container="$(buildah "${STORAGE[@]}" from scratch)" || return
    root="$(buildah "${STORAGE[@]}" mount "$container")" || return
    mkdir -p "$root"/{build/target,etc,opt/cargo/registry,opt/rust,opt/tools,proc,root,tmp,usr,var/tmp}
    chmod 1777 "$root/tmp" "$root/var/tmp"
    local directory
    for directory in bin lib lib64; do
        ln -s "usr/$directory" "$root/$directory"
    done
    cp -a /etc/alternatives /etc/ld.so.cache /etc/passwd /etc/group "$root/etc/"
    buildah "${STORAGE[@]}" config --env PATH=/opt/rust/bin:/opt/tools/bin:/usr/bin:/bin --env CARGO_HOME=/opt/cargo \
        --env CARGO_NET_OFFLINE=true "$container" || return
    buildah "${STORAGE[@]}" commit --quiet "$container" localhost/sidemock-build:local >/dev/null || return
    buildah "${STORAGE[@]}" rm "$container" >/dev/null
}

# Arguments of `buildah build` beside those of here.
IMAGE_ARGUMENTS=()

build_image() {
    forget_images
    local arguments=("${IMAGE_ARGUMENTS[@]}" --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)")
    if [ -n "${SIDEMOCK_BUILD_IMAGE:-}" ]; then
        arguments+=(--build-arg "BUILD_IMAGE=$SIDEMOCK_BUILD_IMAGE")
    else
        cargo fetch --locked --quiet || return
        make_local_base || return
        mkdir -p "$CACHE/image-target"
        arguments+=(
            --build-arg BUILD_IMAGE=localhost/sidemock-build:local
            --pull-never
            --volume "/usr:/usr:ro"
            --volume "$(rustc --print sysroot):/opt/rust:ro"
            --volume "$CACHE/tools:/opt/tools:ro"
            --volume "${CARGO_HOME:-$HOME/.cargo}/registry:/opt/cargo/registry"
            --volume "$CACHE/image-target:/build/target"
        )
    fi
    buildah "${STORAGE[@]}" build "${arguments[@]}" --tag "$IMAGE" .
}
