# `just` lists these.
default:
    @just --list

# What CI runs.
ci:
    bash .ci/run

test:
    cargo test --locked

lint:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings

# Chart, kustomize and schemas.
manifests:
    bash .ci/run manifests

# Build the image and run it confined.
image:
    bash .ci/run image

# Make a release in dist/: image, chart, SBOM, checksums. `just release 0.1.0 chart sbom`: these parts only.
release VERSION *PARTS:
    bash .ci/release.sh {{VERSION}} {{PARTS}}

conformance *SUITES:
    cargo build --locked --release
    python3 ../shared/conformance/run.py check {{SUITES}}

# Renew the README's values table after a change of values.schema.json.
values-table:
    python3 tests/manifests/values_table.py --write

# Renew what is generated in the documents: tables of settings.
docs:
    UPDATE_DOCS=1 cargo test --locked --test it docs
