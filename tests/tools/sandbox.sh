#!/usr/bin/env bash
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Sourced by the scripts that need the sandbox (a local stand-in for Camunda SaaS), below tests/tools/run.

# start_sandbox DIRECTORY [OPTIONS]: starts it on a free port of loopback, waits until it answers, and exports the
# variables that lead the collection there. Its log is DIRECTORY/sandbox.log, its process id SANDBOX_PID.
start_sandbox() {
    local directory=$1 port waited=0
    shift
    PYTHONPATH=$PWD/tests/sandbox "${SANDBOX_PYTHON:-python}" -m camunda_sandbox --host 127.0.0.1 --port 0 \
        --port-file "$directory/port" "$@" >"$directory/sandbox.log" 2>&1 &
    SANDBOX_PID=$!
    until [[ -s $directory/port ]]; do
        if ! kill -0 "$SANDBOX_PID" 2>/dev/null || ((++waited > 300)); then
            printf 'error: the sandbox did not start:\n%s\n' "$(<"$directory/sandbox.log")" >&2
            return 1
        fi
        sleep 0.1
    done
    port=$(<"$directory/port")
    export CAMUNDA_CONSOLE_CLIENT_ID=sandbox-client
    export CAMUNDA_CONSOLE_CLIENT_SECRET=sandbox-secret
    export CAMUNDA_OAUTH_URL=http://127.0.0.1:$port/oauth/token
    export CAMUNDA_CONSOLE_BASE_URL=http://127.0.0.1:$port
    export CAMUNDA_TOKEN_CACHE_DIR=$directory/tokens
}

# Stops the sandbox, if it runs, and waits until it is gone.
stop_sandbox() {
    [[ -n ${SANDBOX_PID:-} ]] || return 0
    kill "$SANDBOX_PID" 2>/dev/null || true
    wait "$SANDBOX_PID" 2>/dev/null || true
    SANDBOX_PID=
}
