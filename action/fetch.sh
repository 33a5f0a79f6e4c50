#!/usr/bin/env bash
# Brings trueline to this machine, and writes its path to the step's outputs as `bin`.
#
# The pinned release is fetched, and its SHA-256 is checked; so is GitHub's attestation of where it was built, where gh is
# there. Where none runs here, trueline is built from source. TRUELINE_BIN names one that is here already.
set -euo pipefail

source=$(cd "$(dirname "$0")/.." && pwd)
own=$(sed -n '/^version = /{s/^version = "\(.*\)"$/\1/p;q;}' "$source/Cargo.toml")
server=${GITHUB_SERVER_URL:-https://github.com}
repository=${ACTION_REPOSITORY:-$GITHUB_REPOSITORY}

found() {
  echo "bin=$1" >>"$GITHUB_OUTPUT"
  exit 0
}

stop() {
  echo "::error title=trueline::$1"
  exit 2
}

# The triple of the released binary for this machine.
platform() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo x86_64-unknown-linux-gnu ;;
    Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-gnu ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64) echo x86_64-pc-windows-msvc ;;
    *) return 1 ;;
  esac
}

# From standard input: Git for Windows marks the sums of paths with backslashes.
sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

download() {
  curl --fail --silent --show-error --location --retry 3 --output "$1" "$2/$1"
}

# Fetches the release for the platform $1; fails when there is none or it doesn't run here.
release() {
  local name=trueline-v$version-$1
  local from=$server/$repository/releases/download/v$version
  download "$name.tar.gz" "$from" && download "$name.tar.gz.sha256" "$from" || return 1
  if [ "$(sha256 <"$name.tar.gz")" != "$(cut -d ' ' -f 1 "$name.tar.gz.sha256")" ]; then
    stop "the SHA-256 of $name.tar.gz is not the one of its release"
  fi
  # The sum came from the same place as the file: only the attestation says who built it.
  if [ -n "${GH_TOKEN:-}" ] && command -v gh >/dev/null && ! gh attestation verify "$name.tar.gz" --repo "$repository"; then
    stop "GitHub does not attest that $name.tar.gz was built by $repository"
  fi
  tar -xzf "$name.tar.gz" || return 1
  "./$name/trueline" --version && bin=$PWD/$name/trueline
}

build() {
  command -v cargo >/dev/null ||
    stop "no release of trueline $version runs on this machine, and there is no cargo to build it: install Rust in a step before"
  echo "::notice title=trueline::no release of trueline $version runs on this machine: building it takes some ten minutes"
  if [ "$version" = "$own" ]; then
    cargo install --locked --root . --path "$source"
  else
    cargo install --locked --root . --git "$server/$repository" --tag "v$version" trueline
  fi
  bin=$PWD/bin/trueline
}

[ -z "${TRUELINE_BIN:-}" ] || found "$TRUELINE_BIN"

version=${VERSION:-$own}
version=${version#v}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$ ]] ||
  stop "the input version must be a release such as 0.1.0"

folder=$RUNNER_TEMP/trueline-$version
mkdir -p "$folder"
cd "$folder"
bin=
{ target=$(platform) && release "$target"; } || build
found "$bin"
