# Any image with the pinned Rust and a C compiler and linker can build it, on amd64 and arm64; glibc or musl. A release names
# it by its digest (.ci/release.sh): docker.io/library/rust:1.95-bookworm@sha256:...
ARG BUILD_IMAGE=docker.io/library/rust:1.95-bookworm

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
# One file without shared libraries, so that it runs in an empty image. Host names resolve all the same: glibc's static
# resolver reads /etc/hosts and /etc/resolv.conf, and certificate roots are compiled in.
# At a fixed address: 70,000 relocations less to store, and to apply at every start.
ENV RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static"

# Puts the list of dependencies into the program, where scanners of images look for it. A base may bring it along. It runs
# here, so that it needs none of the flags above.
ARG AUDITABLE_VERSION=0.7.7
RUN command -v cargo-auditable \
    || RUSTFLAGS="" cargo install --locked --version "${AUDITABLE_VERSION}" cargo-auditable

# Dependencies first, in a layer that only Cargo.toml and Cargo.lock invalidate. The target is named, although it is the
# host's, because only then RUSTFLAGS leave procedural macros alone.
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src \
    && printf '//! Dependencies only.\nfn main() {}\n' > src/main.rs \
    && echo '//! Dependencies only.' > src/lib.rs \
    && cargo build --locked --profile dist --bins --target "$(rustc --print host-tuple)" \
    && rm -r src

COPY build.rs ./
COPY tests/bench/link-order.ld tests/bench/
COPY src src
RUN touch build.rs src/main.rs src/lib.rs \
    && TARGET="$(rustc --print host-tuple)" \
    && cargo auditable build --locked --profile dist --bins --target "${TARGET}" \
    && cp "target/${TARGET}/dist/sidemock" /sidemock

FROM scratch
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG BUILD_IMAGE
LABEL org.opencontainers.image.title="sidemock" \
      org.opencontainers.image.description="HTTP API mocks for Kubernetes test pods: runs Mockoon environments" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      dev.sidemock.build-image="${BUILD_IMAGE}"
COPY --from=build /sidemock /sidemock
USER 65532:65532
# The demo's mock port, and the management port.
EXPOSE 3000 8990
STOPSIGNAL SIGTERM
ENTRYPOINT ["/sidemock"]
