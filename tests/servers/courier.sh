# Courier IMAP (Debian: courier-imap), sourced by with-server.
# Its package conflicts with Dovecot's and its paths are compiled in, so it is unpacked beside the system and runs in a mount
# namespace of its own, where it sees itself as installed; that needs CAP_SYS_ADMIN.
# shellcheck shell=bash disable=SC2154
packages=(libgdbm6 libglib2.0-0 libgnutls30 libidn12 libltdl7 libpam0g libpcre3 perl util-linux)
unpacked=(courier-authdaemon courier-authlib courier-authlib-userdb courier-base courier-imap gamin libcourier-unicode4
    libgamin0)

configure() {
    local id=5000 user name mailbox
    unshare --mount true 2>/dev/null || fail "courier needs to unshare the mount namespace (CAP_SYS_ADMIN)"
    mkdir -p "$folder"/etc/courier "$folder"/run/courier/authdaemon "$folder"/run/lock "$folder"/var/courier "$folder"/mail
    cp "$unpacked_root"/etc/courier/{imapd,imapd-ssl,authdaemonrc} "$folder/etc/courier/"
    cp -r "$unpacked_root/etc/gamin" "$folder/etc/"
    set_in() { sed -i "s|^$2=.*|$2=$3|" "$folder/etc/courier/$1"; }
    set_in authdaemonrc authmodulelist '"authuserdb"'
    set_in imapd ADDRESS 127.0.0.1
    set_in imapd PORT "$plain_port"
    set_in imapd MAXDAEMONS 1000
    set_in imapd MAXPERIP 1000
    set_in imapd IMAP_ULIMITD 4000000
    set_in imapd IMAP_ENHANCEDIDLE 0
    set_in imapd IMAP_IDLE_TIMEOUT 1
    set_in imapd IMAP_EMPTYTRASH ''
    set_in imapd-ssl SSLADDRESS 127.0.0.1
    set_in imapd-ssl SSLPORT "$tls_port"
    set_in imapd-ssl TLS_CERTFILE /etc/courier/imapd.pem
    set_in imapd-ssl TLS_CACHEFILE ''
    set_in imapd-ssl TLS_DHPARAMS ''
    set_in imapd-ssl TLS_TRUSTCERTS ''
    cat "$folder/key.pem" "$folder/cert.pem" >"$folder/etc/courier/imapd.pem"
    # The mail's owner must have a name, or every lock of a mailbox waits for seconds.
    { cat /etc/passwd; echo "courier:x:5001:5001::/:/bin/false"; echo "mailowner:x:$id:$id::/:/bin/false"; } >"$folder/etc/passwd"
    { cat /etc/group; echo "courier:x:5001:"; echo "mailowner:x:$id:"; } >"$folder/etc/group"
    for user in alice:wonderland bob:builder $(printf 'u%02d:secret ' {0..39}); do
        name=${user%:*}
        printf '%s\tuid=%s|gid=%s|home=%s|systempw=%s\n' "$name" "$id" "$id" "$folder/mail/$name" \
            "$(openssl passwd -1 "${user#*:}")"
        mkdir -p "$folder/mail/$name/Maildir"/{cur,new,tmp}
        for mailbox in Drafts Sent Junk Trash Archive; do
            mkdir -p "$folder/mail/$name/Maildir/.$mailbox"/{cur,new,tmp}
            touch "$folder/mail/$name/Maildir/.$mailbox/maildirfolder"
        done
    done >"$folder/etc/courier/userdb"
    chmod 600 "$folder/etc/courier/userdb"
    chown -R "$id:$id" "$folder/mail"
    cat >"$folder/serve" <<'SERVE'
#!/usr/bin/env bash
# In a mount namespace: serve FOLDER UNPACKED
set -euo pipefail
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$2/usr:/usr" /usr
mount -t overlay overlay -o "lowerdir=$1/etc:/etc" /etc
mount -t overlay overlay -o "lowerdir=$1/var:/var/lib" /var/lib
mount --bind "$1/etc/courier" /etc/courier
mount --bind "$1/run" /run
export LD_LIBRARY_PATH="$2/lib/x86_64-linux-gnu"
makeuserdb
/usr/lib/courier/courier-authlib/authdaemond &
while [[ ! -S /run/courier/authdaemon/socket ]]; do sleep 0.02; done
set -a +u
prefix=/usr exec_prefix=/usr sbindir=/usr/sbin bindir=/usr/bin
source /etc/courier/imapd
source /etc/courier/imapd-ssl
IMAP_STARTTLS=YES TLS_PROTOCOL=
set +a
imap=(/usr/lib/courier/courier/imaplogin /usr/bin/imapd Maildir)
limits=(-maxprocs="$MAXDAEMONS" -maxperip="$MAXPERIP")
IMAP_TLS=1 couriertcpd -address="$SSLADDRESS" "${limits[@]}" -nodnslookup -noidentlookup "$SSLPORT" /usr/bin/couriertls -server -tcpd "${imap[@]}" &
exec couriertcpd -address="$ADDRESS" "${limits[@]}" -nodnslookup -noidentlookup "$PORT" "${imap[@]}"
SERVE
    chmod 755 "$folder/serve"
    command=(unshare --mount --pid --fork --kill-child "$folder/serve" "$folder" "$unpacked_root")
}
