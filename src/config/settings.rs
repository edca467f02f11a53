//! Every setting there is: its name, what it is without being set, and what it means.

/// One setting: its name in the file (`PALANTA_` and capitals in the environment, `--set
/// name=value` as a flag), what it is without being set, and what it means.
pub struct Setting {
    pub name: &'static str,
    pub default: &'static str,
    pub meaning: &'static str,
}

macro_rules! settings {
    ($($name:ident = $default:literal: $meaning:literal;)+) => {
        /// Every setting there is. README's table is held to it by a test.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: stringify!($name), default: $default, meaning: $meaning,
        },)+];
    };
}

settings! {
    data_dir = "data": "Folder of the SQLite database and of mail that is not sent by SMTP";
    database_url = "": "`sqlite://path` or `postgres://user:password@host/name`; empty: `palanta.db` in the data folder. `DATABASE_URL` sets it too";
    connections = "8": "Database connections at most, 1 to 500";
    patience_s = "5": "Seconds a request waits for the database before it answers 503, 1 to 60";
    listen = "127.0.0.1:8080": "Address and port to listen on; port 0 takes a free one";
    public_url = "": "Address under which people reach the service, such as https://palanta.kota.go.id; empty: the listening address. With https, cookies are Secure and HSTS is sent";
    trusted_hops = "0": "Proxies in front that set X-Forwarded-For, 0 to 10; with 0 the header is ignored";
    workers = "0": "HTTP worker threads; 0: one for each core";
    secret = "": "At least 32 characters that key hashes and form tokens; the same for all instances. Empty: made at the first start and kept in the database";
    smtp_url = "": "`smtps://user:password@host:465` or `smtp://user:password@host:587?tls=required`; empty: mail is written as files into the mail folder";
    mail_dir = "": "Folder for mail without SMTP; empty: `mail` in the data folder";
    mail_from = "Palanta <palanta@localhost>": "Sender of all mail";
    mail_return_to = "": "Address to which undeliverable mail returns (the envelope's sender); empty: that of `mail_from`";
    mail_returns = "": "Where that mail arrives: a maildir, or a file in mbox form; reports in it stop mail to addresses that are gone. Empty: none is read";
    smtp_timeout_s = "60": "Seconds the SMTP server may take for a mail, 1 to 240; after that it is tried again later";
    mail_per_minute = "60": "Mails sent a minute at most, 1 to 6000";
    city = "Sawahlunto": "The city's name";
    product = "Palanta": "The service's name";
    region = "Kota Sawahlunto, Sumatera Barat": "Line under the name";
    number_prefix = "SWL": "First part of thread numbers, 2 to 6 capital letters";
    source_url = "": "Where the source of the running version can be had, linked at the foot of each page (AGPL-3.0, section 13); empty: no link";
    zone = "Asia/Jakarta": "The city's time zone (IANA name)";
    office_opens = "08:00": "Office hours, first minute";
    office_closes = "16:00": "Office hours, last minute; deadlines end then";
    days_verify = "3": "Working days to verify a held thread";
    days_simple = "5": "Working days to answer a simple case";
    days_standard = "14": "Working days to answer a case without supervision";
    days_supervised = "60": "Working days to answer a case that needs examination";
    days_citizen_reply = "10": "Working days a citizen has to respond to an answer, before the case closes by itself";
    hold_first = "true": "Whether a writer's first thread waits for a moderator";
    hold_score = "60": "Score of insults, threats, hate and spam, of 100, from which a thread waits for a moderator whoever writes it; 0: never";
    undo_minutes = "10": "Minutes in which a moderator may take a decision back, 1 to 120";
    decision_mail_wait_s = "600": "Seconds that the mail about a moderator's decision waits, so that it can be withdrawn with the decision, 0 to 7200";
    claim_minutes = "15": "Minutes for which a moderator has what they have taken from the queue, 1 to 240";
    edit_minutes = "15": "Minutes in which a writer may change their own text, whose earlier versions stay readable, 0 to 1440; 0: never";
    appeal_days = "30": "Days in which a moderator's decision may be appealed, 1 to 365";
    refuse_score = "98": "The same score, of 100, from which a text is given back to its writer, who may change it or ask that a moderator read it; 0: never";
    hold_links = "1": "Links from which a text waits for a moderator if nothing of its writer's stands published; 0: never";
    hold_hour = "6": "Posts of a writer within an hour from which a further one waits; 0: never";
    refuse_hour = "30": "Posts of a writer within an hour from which a further one is given back; 0: never";
    hold_likeness = "80": "Likeness to one's own post of the last seven days, of 100, from which a text waits; the same once more is given back; 0: never";
    hold_copies = "2": "Posts by others within a day in the same words, from which one waits; 0: never";
    hold_withheld = "2": "Posts of a writer that were withheld within thirty days, from which all of theirs wait; 0: never";
    burst_posts = "40": "Posts in the whole city within ten minutes from which writers without an account and anything published answer a question first; 0: never";
    keep_addresses_days = "7": "Days for which hashes of addresses of those without an account are kept, 1 to 30";
    keep_mail_days = "30": "Days for which it is known to whom a mail went, 1 to 365";
    keep_held_days = "180": "Days after which a thread that no moderator has decided on is given up, 14 to 3650";
    keep_refused_days = "90": "Days for which the words of what was not published, and who wrote them, are kept after the decision, 14 to 3650";
    keep_raters_days = "30": "Days for which a rating holds a hash of who gave it, 2 to 365";
    keep_reports_days = "180": "Days for which decided reports are kept, and what was noted for moderators, 30 to 3650";
    staff_idle_minutes = "30": "Minutes without use after which sessions of those who hold a role end, 5 to 1440; 0: as citizens' do, after 30 days";
    staff_second_step = "false": "Whether who holds a role needs a second step besides the mailed code: a one-time code, or a passkey instead of both; until then the roles are not there";
    oidc_issuer = "": "The city's identity provider (OpenID Connect), such as https://sso.kota.go.id/realms/asn; empty: none. Its address for sign-ins to come back to is `/masuk/penyedia/kembali`";
    oidc_client_id = "": "By what the provider knows this service";
    oidc_client_secret = "": "The secret for it";
    oidc_label = "": "What the provider is called on the sign-in page; empty: its host";
    oidc_second_step = "false": "Whether the provider asks for a second step itself, so that none is asked here";
    erase_days = "3": "Days between asking that one's account be erased and its erasure, in which it may be cancelled, 1 to 30. UU 27/2022 has what rests on consent end within 3 × 24 hours of its withdrawal";
    min_respondents = "10": "Cases under which no share, mean, median or IKM is shown, 1 to 1000";
    digest_weekday = "monday": "Day of the digests, for those who wish no other";
    digest_time = "08:00": "Time of the digests, likewise, in the city's zone; brought within the office hours";
    webhook_private = "false": "Whether webhooks may go to addresses of one's own network, and by http";
    limit_read = "600": "Pages an address may read a minute";
    limit_write = "30": "Forms an address may send a minute";
    limit_account = "40": "Forms an account may send a minute";
    limit_sign_in = "10": "Sign-in codes and tries of an address a minute";
    limit_track = "10": "Tracking codes an address may try a minute";
    limit_track_wrong = "300": "Wrong tracking codes that are taken a minute from all addresses together; then none is looked up for a while";
    limit_photos = "60": "Photos an address may send an hour";
    body_limit_kib = "256": "Largest request body in KiB, without photos, 16 to 4096";
    cache_mib = "24": "Memory for kept pages in MiB, 0 to 4096";
    log = "info,sea_orm_migration=warn,actix_server=warn": "Log filter, such as `info` or `palanta=debug,info`";
    log_format = "auto": "`pretty`, `json`, or `auto`: pretty in a terminal";
}
