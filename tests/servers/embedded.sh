# imap-dal-embedded, in a process of its own (tests/src/bin/serve.rs), sourced by with-server.
# shellcheck shell=bash disable=SC2154
packages=()

configure() {
    built serve
    # shellcheck disable=SC2034
    command=("$programs/serve" "$plain_port" "$tls_port" "$folder/cert.pem" "$folder/key.pem")
}
