# Dovecot (Debian: dovecot-imapd), sourced by with-server.
# shellcheck shell=bash disable=SC2154
packages=(dovecot-imapd)

configure() {
    local owner=nobody login_users='' user
    if [[ $(id -u) != 0 ]]; then
        owner=$(id -un)
        login_users="default_internal_user = $owner
default_internal_group = $(id -gn)
default_login_user = $owner"
    fi
    mkdir -p "$folder/mail"
    chown "$owner" "$folder/mail"
    {
        echo "alice:{PLAIN}wonderland"
        echo "bob:{PLAIN}builder"
        for user in u{00..39}; do echo "$user:{PLAIN}secret"; done
    } >"$folder/users"
    chmod 644 "$folder/users"
    # An unset TZ costs Dovecot a stat for every INTERNALDATE.
    cat >"$folder/dovecot.conf" <<CONFIGURATION
base_dir = $folder/run
state_dir = $folder/state
log_path = $folder/dovecot.log
instance_name = imap-dal-$plain_port
import_environment = TZ=UTC
protocols = imap
listen = 127.0.0.1
$login_users
first_valid_uid = 1
mail_uid = $(id -u "$owner")
mail_gid = $(id -g "$owner")
mail_home = $folder/mail/%u
mail_location = sdbox:~/sdbox
mail_fsync = never
mail_max_userip_connections = 1000
default_process_limit = 1000
default_client_limit = 4000
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <$folder/cert.pem
ssl_key = <$folder/key.pem
passdb {
  driver = passwd-file
  args = $folder/users
}
userdb {
  driver = static
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  service_count = 0
  inet_listener imap {
    port = $plain_port
  }
  inet_listener imaps {
    port = $tls_port
    ssl = yes
  }
}
service imap {
  process_min_avail = 2
  service_count = 100
}
namespace inbox {
  inbox = yes
  separator = /
$(for role in Drafts Sent Junk Trash Archive; do
        printf '  mailbox %s {\n    special_use = \\%s\n    auto = subscribe\n  }\n' "$role" "$role"
    done)
}
protocol imap {
  imap_metadata = yes
}
mail_attribute_dict = file:%h/attributes
CONFIGURATION
    command=(dovecot -F -c "$folder/dovecot.conf")
}
