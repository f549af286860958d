# imap-dal-embedded, in a process of its own (tests/src/bin/serve.rs), sourced by with-server.
# shellcheck shell=bash disable=SC2154
packages=()

configure() {
    local run=(--quiet --manifest-path "$here/Cargo.toml" --bin serve)
    cargo build "${run[@]}" </dev/null
    # shellcheck disable=SC2034
    command=(cargo run "${run[@]}" -- "$plain_port" "$tls_port" "$folder/cert.pem" "$folder/key.pem")
}
