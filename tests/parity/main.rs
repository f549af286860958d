//! What programs written for web2py's IMAP adapter do, on Dovecot and on the embedded server, in three ways.

mod changing;
mod conditions;
mod mail;
mod on;
mod reading;
