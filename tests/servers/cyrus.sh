# Cyrus IMAP (Debian: cyrus-imapd), sourced by with-server.
# Its package conflicts with Dovecot's, so it is unpacked beside the system and run from there.
# shellcheck shell=bash disable=SC2154
packages=(libical3 libicu72 libjansson4 libkrb5-3 libldap-2.5-0 libpcre3 libpq5 libsasl2-2 libsasl2-modules
    libsasl2-modules-db libsqlite3-0 libwrap0 libxapian30 libxml2 netbase)
unpacked=(cyrus-common cyrus-imapd libclamav12 libzephyr4 sasl2-bin)

configure() {
    local program="$unpacked_root/usr/lib/cyrus/bin" state owner=mail user
    local run=(env LD_LIBRARY_PATH="$unpacked_root/usr/lib:$unpacked_root/usr/lib/x86_64-linux-gnu")
    for state in db socket log msg proc ptclient quota sieve user lock; do mkdir -p "$folder/configuration/$state"; done
    mkdir -p "$folder/mail" "$folder/run"
    cat >"$folder/imapd.conf" <<CONFIGURATION
configdirectory: $folder/configuration
partition-default: $folder/mail
defaultpartition: default
cyrus_user: $owner
cyrus_group: $owner
servername: localhost
admins: cyrus
virtdomains: off
unixhierarchysep: yes
altnamespace: yes
allowplaintext: yes
sasl_mech_list: PLAIN LOGIN
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: $folder/passwords
tls_server_cert: $folder/cert.pem
tls_server_key: $folder/key.pem
tls_sessions_db_path: $folder/configuration/tls_sessions.db
failedloginpause: 0
maxlogins_per_host: 0
maxlogins_per_user: 0
reject8bit: no
munge8bit: no
autocreate_quota: 0
autocreate_inbox_folders: Drafts|Sent|Junk|Trash|Archive
autocreate_subscribe_folders: Drafts|Sent|Junk|Trash|Archive
xlist-drafts: Drafts
xlist-sent: Sent
xlist-junk: Junk
xlist-trash: Trash
xlist-archive: Archive
expunge_mode: immediate
delete_mode: immediate
maxquoted: 1048576
maxword: 16777216
skiplist_unsafe: yes
imapidlepoll: 1
CONFIGURATION
    cat >"$folder/cyrus.conf" <<CONFIGURATION
START {
  recover cmd="$program/ctl_cyrusdb -C $folder/imapd.conf -r"
}
SERVICES {
  imap cmd="$program/imapd -C $folder/imapd.conf -U 256" listen="127.0.0.1:$plain_port" proto="tcp4" prefork=1 maxchild=1000
  imaps cmd="$program/imapd -C $folder/imapd.conf -s -U 256" listen="127.0.0.1:$tls_port" proto="tcp4" maxchild=1000
}
CONFIGURATION
    for user in alice:wonderland bob:builder cyrus:admin $(printf 'u%02d:secret ' {0..39}); do
        printf %s "${user#*:}" |
            "${run[@]}" "$unpacked_root/usr/sbin/saslpasswd2" -p -c -f "$folder/passwords" -u localhost "${user%:*}"
    done
    chown -R "$owner:$owner" "$folder/configuration" "$folder/mail" "$folder/run" "$folder/passwords"
    command=("${run[@]}" "$unpacked_root/usr/sbin/cyrmaster" -D -p "$folder/run/pid" -C "$folder/imapd.conf" -M "$folder/cyrus.conf"
        -L "$folder/cyrus.log")
}
