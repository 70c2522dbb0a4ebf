#!/bin/sh
# Installs into .venv what running (`runtime`) or developing (`dev`) needs, and compiles the translations.
# What stands there already is left alone: a second run reaches for no network and takes no time.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-runtime}
here=$(pwd -P)
log=.venv/install.log

give_up() {
    echo "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

version_of() {
    "$1" -c 'import sys; print("Python %d.%d.%d" % sys.version_info[:3])' 2>/dev/null
}

# The first Python that is new enough and can make a virtual environment goes into $python.
find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.13 python3.12 python3.11 python3; fi
    python='' seen='' without_venv=''
    for name in "$@"; do
        version=$(version_of "$name") || continue
        seen=$version
        is_new_enough "$name" || continue
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            python=$name
            return
        fi
        without_venv=$version
    done
}

explain_python() {
    if [ -n "$without_venv" ]; then
        short=${without_venv#Python }
        give_up "$without_venv has no venv module: install it (Debian and Ubuntu: apt install python${short%.*}-venv) and start again."
    fi
    give_up "Postkring needs Python 3.11 or newer and found ${seen:-none}: install a newer one, or name it with PYTHON=/path/to/python3.11."
}

# A venv does not survive being moved, nor an interrupted installation of pip.
venv_is_sound() {
    [ -x .venv/bin/python ] && grep -q "^command = .* $here/.venv\$" .venv/pyvenv.cfg \
        && is_new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null
}

make_venv() {
    find_python
    [ -n "$python" ] || explain_python
    echo "Making .venv with $(version_of "$python")"
    rm -rf .venv 2>/dev/null && "$python" -m venv .venv >/dev/null 2>&1 \
        || give_up "The folder .venv cannot be made here: look whether the disk is full and whether $here belongs to you."
}

pip_install() {
    PIP_USER=0 .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" >"$log" 2>&1 \
        || give_up "Installing failed and $log says why: look whether this machine reaches its package registry, and start again."
}

# Each stamp holds what it was made from and where; `dev` contains all of `runtime`.
stamp_of() {
    cksum <"$1"
    echo "$here"
}

stands() {
    [ -f ".venv/stamp-$1" ] && [ "$(cat ".venv/stamp-$1")" = "$(stamp_of "$2")" ]
}

if ! { [ -x .venv/bin/python ] && stands "$kind" "requirements/$kind.txt"; }; then
    venv_is_sound || make_venv
    echo "Installing the packages of requirements/$kind.txt"
    pip_install --require-hashes --only-binary :all: -r "requirements/$kind.txt"
    stamp_of requirements/runtime.txt >.venv/stamp-runtime
    stamp_of "requirements/$kind.txt" >".venv/stamp-$kind"
fi

if ! { [ -x .venv/bin/postkring ] && stands project pyproject.toml; }; then
    echo "Installing Postkring itself"
    pip_install --no-index --no-deps --no-build-isolation -e .
    stamp_of pyproject.toml >.venv/stamp-project
fi

for catalogue in src/postkring/locale/*/LC_MESSAGES/django.po; do
    if [ -f "$catalogue" ] && [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then
        echo "Compiling the translations"
        .venv/bin/python tools/catalogues.py compile >"$log" 2>&1 \
            || give_up "The translations could not be compiled and $log says why: mend the catalogue, or fetch the files anew."
        break
    fi
done
