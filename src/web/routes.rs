//! Every URL there is: method, path, what it asks of the policy, which limit counts it, who answers.
//! Paths are Indonesian, as people read them.

use super::context::Ctx;
use super::limits::Class::{self, Free, Picture, Read, SignIn, Track, Write};
use super::pages::{
    absence, account, admin, api, audit, case, connections, correct, demo, desk, digests, edits,
    erase, feed, files, following, home, inbox, insight, invite, lead, leave, lexicon, moderation,
    my_data, names, offline, original, photos, poster, provider, rate, sign_in, simple, templates,
    thread, threads, track, unit, units, ways_in, words, write,
};
use super::{assets, health};
use crate::domain::error::Error;
use crate::domain::policy::Action;
use actix_web::HttpResponse;
use futures_util::future::LocalBoxFuture;

/// What a handler gives back.
pub type Outcome = Result<HttpResponse, Error>;

/// The two methods in use (HEAD is answered as GET without its body).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

/// A line of the table.
pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub action: Action,
    pub class: Class,
    pub(super) handler: fn(Ctx) -> LocalBoxFuture<'static, Outcome>,
}

impl Route {
    /// Whether its form may hold photos: those that write, not what is only asked meanwhile.
    pub fn takes_files(&self) -> bool {
        self.verb == Verb::Post
            && self.class == Write
            && matches!(
                self.action,
                Action::OpenThread | Action::Reply | Action::Answer
            )
    }
}

macro_rules! routes {
    ($($verb:ident $path:literal $action:ident $class:ident $handler:path;)+) => {
        pub static ROUTES: &[Route] = &[$(Route {
            verb: Verb::$verb,
            path: $path,
            action: Action::$action,
            class: $class,
            handler: |ctx| Box::pin($handler(ctx)),
        },)+];
    };
}

/// Whether an address is one of those that a path of the table stands for.
fn stands_for(path: &str, address: &str) -> bool {
    let (mut of, mut at) = (path.split('/'), address.split('/'));
    loop {
        match (of.next(), at.next()) {
            (None, None) => return true,
            (Some(of), Some(at)) if of == at || (of.starts_with('{') && !at.is_empty()) => {}
            _ => return false,
        }
    }
}

/// The page above an address: the nearest that can be opened, other than the home page. What a form
/// is sent to lies below the page it is on.
pub fn above(address: &str) -> Option<&str> {
    let mut at = address;
    while let Some((up, _)) = at.rsplit_once('/').filter(|(up, _)| !up.is_empty()) {
        if ROUTES
            .iter()
            .any(|r| r.verb == Verb::Get && stands_for(r.path, up))
        {
            return Some(up);
        }
        at = up;
    }
    None
}

routes! {
    Get  "/"                              ReadPublic       Read   home::show;
    Get  "/utas"                          ReadPublic       Read   threads::list;
    Get  "/feed/utas"                     ReadPublic       Read   feed::list;
    Get  "/feed/unit/{slug}"              ReadPublic       Read   feed::unit;
    Get  "/utas/{number}"                 ReadThread       Read   thread::show;
    Get  "/utas/{number}/pos/{post}"      ReadThread       Read   thread::place;
    Get  "/utas/{number}/ubah"           Edit             Read   edits::form;
    Post "/utas/{number}/ubah"           Edit             Write  edits::send;
    Get  "/utas/{number}/riwayat/{post}"  ReadThread       Read   edits::history;
    Get  "/utas/{number}/dukung"          ReadThread       Read   thread::support_form;
    Post "/utas/{number}/dukung"          Support          Write  thread::support;
    Post "/utas/{number}/balas"           Reply            Write  thread::reply;
    Post "/utas/{number}/konfirmasi"      Confirm          Write  thread::confirm;
    Post "/utas/{number}/buka-lagi"       Reopen           Write  thread::reopen;
    Get  "/utas/{number}/lapor"           Report           Read   thread::report_form;
    Post "/utas/{number}/lapor"           Report           Write  thread::report;
    Get  "/utas/{number}/foto/{hash}"     ReadThread       Picture photos::show;
    Get  "/utas/{number}/berkas/{hash}"   ReadThread       Read   files::show;
    Get  "/utas/{number}/banding"         Appeal           Read   thread::appeal_form;
    Post "/utas/{number}/banding"         Appeal           Write  thread::appeal;
    Get  "/tulis"                         OpenThread       Read   write::choose;
    Post "/tulis"                         OpenThread       Write  write::send;
    Post "/tulis/mirip"                   OpenThread       Read   write::alike;
    Get  "/tulis/selesai"                 OpenThread       Read   write::done;
    Get  "/tulis/foto/{photo}"            SeeOwnUpload     Picture photos::draft;
    Get  "/lacak"                         Track            Read   track::form;
    Post "/lacak"                         Track            Track  track::enter;
    Post "/lacak/tutup"                   Track            Write  track::leave;
    Get  "/nilai/{unit}/{service}"        Rate             Read   rate::form;
    Post "/nilai/{unit}/{service}"        Rate             Write  rate::rate;
    Get  "/unit"                          ReadPublic       Read   unit::list;
    Get  "/unit/{slug}"                   ReadPublic       Read   unit::show;
    Get  "/unit/{slug}/poster"            ReadPublic       Read   poster::show;
    Get  "/kinerja"                       ReadPublic       Read   insight::city;
    Get  "/kinerja/unit/{slug}"           ReadPublic       Read   insight::unit;
    Post "/kinerja/unit/{slug}/peristiwa" NoteEvent        Write  insight::note;
    Post "/kinerja/unit/{slug}/peristiwa/hapus" NoteEvent  Write  insight::remove;
    Get  "/moderasi/log"                  ReadPublic       Read   moderation::log;
    Get  "/moderasi/angka"                ReadPublic       Read   moderation::figures;
    Get  "/moderasi/angka.csv"            ReadPublic       Read   moderation::csv;
    Get  "/feed/moderasi"                 ReadPublic       Read   moderation::feed;
    Get  "/aturan"                        ReadPublic       Read   simple::rules;
    Get  "/privasi"                       ReadPublic       Read   simple::privacy;
    Get  "/masuk"                         SignIn           Read   sign_in::form;
    Post "/masuk"                         SignIn           SignIn sign_in::ask;
    Post "/masuk/kode"                    SignIn           SignIn sign_in::enter;
    Post "/masuk/kunci"                   SignIn           SignIn ways_in::enter;
    Post "/masuk/kunci/mulai"             SignIn           SignIn ways_in::begin_entering;
    Get  "/masuk/penyedia"                SignIn           SignIn provider::leave;
    Get  "/masuk/penyedia/kembali"        SignIn           SignIn provider::come_back;
    Get  "/masuk/langkah-kedua"           ManageSecondStep Read   ways_in::ask_second;
    Post "/masuk/langkah-kedua"           ManageSecondStep SignIn ways_in::enter_second;
    Get  "/masuk/demo/{who}"              Demonstrate      Read   demo::form;
    Post "/masuk/demo/{who}"              Demonstrate      SignIn demo::enter;
    Post "/keluar"                        ManageOwnAccount Write  account::sign_out;
    Get  "/ikuti"                         Follow           Read   following::show;
    Post "/ikuti"                         Follow           Write  following::change;
    Get  "/pemberitahuan"                 Follow           Read   following::news;
    Post "/pemberitahuan"                 Follow           Write  following::read;
    Get  "/akun"                          ManageOwnAccount Read   account::show;
    Post "/akun/profil"                   ManageOwnAccount Write  account::profile;
    Post "/akun/ringkasan"                ManageOwnAccount Write  digests::set_wishes;
    Post "/akun/sesi"                     ManageOwnAccount Write  account::end_session;
    Get  "/akun/data"                     ManageOwnAccount Read   my_data::show;
    Post "/akun/data/unduh"               ManageOwnAccount Write  my_data::download;
    Get  "/akun/keamanan"                 ManagePasskeys   Read   ways_in::show;
    Post "/akun/kunci"                    ManagePasskeys   Write  ways_in::add;
    Post "/akun/kunci/mulai"              ManagePasskeys   Write  ways_in::begin_adding;
    Post "/akun/kunci/nama"               ManagePasskeys   Write  ways_in::rename;
    Post "/akun/kunci/hapus"              ManagePasskeys   Write  ways_in::remove;
    Get  "/akun/langkah-kedua"            ManageSecondStep Read   ways_in::second;
    Post "/akun/langkah-kedua"            ManageSecondStep SignIn ways_in::confirm_second;
    Post "/akun/langkah-kedua/mulai"      ManageSecondStep Write  ways_in::begin_second;
    Post "/akun/langkah-kedua/pemulihan"  ManageSecondStep SignIn ways_in::renew_recovery;
    Post "/akun/langkah-kedua/lepas"      ManageSecondStep SignIn ways_in::take_off_second;
    Get  "/akun/hapus"                    ManageOwnAccount Read   erase::show;
    Post "/akun/hapus"                    ManageOwnAccount SignIn erase::confirm;
    Post "/akun/hapus/kode"               ManageOwnAccount SignIn erase::send_code;
    Post "/akun/hapus/batal"              ManageOwnAccount Write  erase::cancel;
    Get  "/batal-hapus/{word}"            CancelErasure    Read   erase::by_word;
    Post "/batal-hapus/{word}"            CancelErasure    Write  erase::cancel_by_word;
    Get  "/petugas"                       SeeInbox         Read   inbox::show;
    Post "/petugas/saringan"              SeeInbox         Write  inbox::save_view;
    Post "/petugas/saringan/hapus"        SeeInbox         Write  inbox::forget_view;
    Post "/petugas/banyak"                SeeInbox         Write  inbox::bulk;
    Get  "/petugas/cuti"                  SeeInbox         Read   absence::show;
    Post "/petugas/cuti"                  SeeInbox         Write  absence::begin;
    Post "/petugas/cuti/akhiri"           SeeInbox         Write  absence::end;
    Get  "/petugas/panduan"               SeeInbox         Read   inbox::guide;
    Post "/petugas/panduan"               SeeInbox         Write  inbox::guide_away;
    Get  "/petugas/utas/{number}"         SeeCase          Read   case::show;
    Post "/petugas/utas/{number}/ambil"   Take             Write  case::take;
    Post "/petugas/utas/{number}/tugaskan" Assign          Write  case::assign;
    Post "/petugas/utas/{number}/jawab"   Answer           Write  case::answer;
    Post "/petugas/utas/{number}/tanya"   Ask              Write  case::ask;
    Get  "/petugas/utas/{number}/ubah"   Revise           Read   edits::official_form;
    Post "/petugas/utas/{number}/ubah"   Revise           Write  edits::revise;
    Post "/petugas/utas/{number}/catat"   Note             Write  case::note;
    Post "/petugas/utas/{number}/tolak"   Decline          Write  case::decline;
    Post "/petugas/utas/{number}/pindah"  Transfer         Write  case::transfer;
    Post "/petugas/utas/{number}/gabung"  Merge            Write  case::merge;
    Post "/petugas/utas/{number}/pecah"   Split            Write  case::split;
    Post "/petugas/utas/{number}/pisah"   Merge            Write  case::part;
    Post "/petugas/utas/{number}/bukan-kami" Contest       Write  case::contest;
    Post "/petugas/utas/{number}/lepas"   Release          Write  case::release;
    Post "/petugas/utas/{number}/kembalikan" Release       Write  case::give_back;
    Post "/petugas/pelepasan"             SetRelease       Write  case::set_release;
    Post "/petugas/utas/{number}/jadwal"  Schedule         Write  case::schedule;
    Post "/petugas/utas/{number}/jadwal/tepati" Schedule   Write  case::keep_schedule;
    Post "/petugas/utas/{number}/jadwal/batal" Schedule    Write  case::give_up_schedule;
    Get  "/petugas/utas/{number}/koreksi" Correct          Read   correct::form;
    Post "/petugas/utas/{number}/koreksi" Correct          Write  correct::send;
    Get  "/petugas/templat"               ManageTemplates  Read   templates::all;
    Post "/petugas/templat"               ManageTemplates  Write  templates::create;
    Get  "/petugas/templat/{id}"          ManageTemplates  Read   templates::one;
    Post "/petugas/templat/{id}"          ManageTemplates  Write  templates::change;
    Post "/petugas/templat/{id}/hapus"    ManageTemplates  Write  templates::remove;
    Get  "/petugas/kamus"                 EditLexicon      Read   lexicon::list;
    Post "/petugas/kamus"                 EditLexicon      Write  lexicon::edit;
    Get  "/petugas/papan"                 SeeLead          Read   lead::show;
    Get  "/petugas/undangan"              Invite           Read   invite::list;
    Post "/petugas/undangan"              Invite           Write  invite::invite;
    Post "/petugas/undangan/batal"        Invite           Write  invite::withdraw;
    Get  "/undangan/{word}"               AcceptInvitation Read   invite::show;
    Post "/undangan/{word}"               AcceptInvitation SignIn invite::accept;
    Get  "/petugas/koordinasi"            SeeBoard         Read   inbox::board;
    Get  "/kinerja/unit/{slug}/surat"     SeeDigests       Read   digests::archive;
    Get  "/kinerja/unit/{slug}/surat/pratinjau" SeeDigests Read   digests::preview;
    Get  "/kinerja/unit/{slug}/surat/{period}" SeeDigests  Read   digests::show;
    Post "/kinerja/unit/{slug}/surat/{period}/ulang" ResendDigest Write digests::again;
    Post "/kinerja/unit/{slug}/surat/{period}/rencana" PlanFollowUp Write digests::plan;
    Post "/kinerja/unit/{slug}/rencana"   PlanFollowUp     Write  digests::step;
    Post "/kinerja/unit/{slug}/wakil"     NameDeputy       Write  digests::name_deputy;
    Post "/kinerja/unit/{slug}/wakil/akhiri" NameDeputy    Write  digests::end_deputy;
    Get  "/langganan/{word}"              Unsubscribe      Read   leave::ask;
    Post "/langganan/{word}"              Unsubscribe      Write  leave::stop;
    Get  "/moderasi"                      SeeModeration    Read   desk::queue;
    Get  "/moderasi/tinjau/{post}"        SeeModeration    Read   desk::review;
    Post "/moderasi/ambil"                Claim            Write  desk::take;
    Post "/moderasi/lepas"                Claim            Write  desk::release;
    Post "/moderasi/putusan"              Decide           Write  desk::decide;
    Post "/moderasi/foto"                 Decide           Write  desk::decide_photo;
    Post "/moderasi/penilaian"            DecideRating     Write  desk::decide_rating;
    Post "/moderasi/banding"              DecideAppeal     Write  desk::decide_appeal;
    Post "/moderasi/batal"                Undo             Write  desk::take_back;
    Get  "/moderasi/asli/{number}"        Unmask           Read   original::ask;
    Post "/moderasi/asli/{number}"        Unmask           Write  original::show;
    Get  "/moderasi/nama/{number}"        Decide           Read   names::of_post;
    Post "/moderasi/nama/{number}"        Decide           Write  names::settle;
    Get  "/petugas/pujian"                SeePraise        Read   names::praised;
    Get  "/petugas/nama"                  ManageStaffNames Read   names::staff;
    Post "/petugas/nama"                  ManageStaffNames Write  names::add_staff;
    Post "/petugas/nama/hapus"            ManageStaffNames Write  names::remove_staff;
    Get  "/admin/kata"                    ManageWords      Read   words::list;
    Post "/admin/kata"                    ManageWords      Write  words::edit;
    Get  "/admin/audit"                   SeeAudit         Read   audit::show;
    Post "/admin/audit/periksa"           SeeAudit         Write  audit::verify;
    Get  "/admin"                         SeeAdmin         Read   admin::home;
    Get  "/admin/unit"                    ManageUnits      Read   units::list;
    Post "/admin/unit"                    ManageUnits      Write  units::set;
    Get  "/admin/orang"                   ManageRoles      Read   admin::people;
    Post "/admin/orang"                   ManageRoles      Write  admin::grant;
    Post "/admin/orang/akhiri"            ManageRoles      Write  admin::end_grant;
    Post "/admin/orang/pulihkan"          ManageRoles      Write  admin::reset_ways_in;
    Get  "/admin/surat"                   ManageMail       Read   admin::mail;
    Post "/admin/surat/alamat"            ManageMail       Write  admin::lift_address;
    Post "/admin/surat/ulang"             ManageMail       Write  admin::retry_mail;
    Get  "/api"                           ReadPublic       Read   api::documents;
    Get  "/api/v1/openapi.json"           ReadPublic       Read   api::openapi;
    Get  "/api/v1/units"                  UseApi           Read   api::units;
    Get  "/api/v1/units/{slug}/figures"   UseApi           Read   api::figures;
    Get  "/api/v1/units/{slug}/days"      UseApi           Read   api::by_day;
    Get  "/api/v1/units/{slug}/services"  UseApi           Read   api::by_service;
    Get  "/sambungan"                     ManageConnections Read  connections::overview;
    Post "/sambungan/kait"                ManageConnections Write connections::create;
    Get  "/sambungan/kait/{id}"           ManageConnections Read  connections::hook;
    Post "/sambungan/kait/{id}"           ManageConnections Write connections::change;
    Post "/sambungan/kait/{id}/jeda"      ManageConnections Write connections::pause;
    Post "/sambungan/kait/{id}/lanjut"    ManageConnections Write connections::resume;
    Post "/sambungan/kait/{id}/coba"      ManageConnections Write connections::test;
    Post "/sambungan/kait/{id}/ulang"     ManageConnections Write connections::replay;
    Post "/sambungan/kait/{id}/rahasia"   ManageConnections Write connections::reveal;
    Post "/sambungan/kait/{id}/ganti-rahasia" ManageConnections Write connections::rotate;
    Post "/sambungan/kait/{id}/hapus"     ManageConnections Write connections::remove;
    Post "/sambungan/token"               ManageConnections Write connections::token;
    Post "/sambungan/token/cabut"         ManageConnections Write connections::revoke;
    Get  "/_components"                   Demonstrate      Read   demo::components;
    Get  "/assets/{path:.*}"              Operate          Free   assets::show;
    Get  "/sitemap.xml"                   ReadPublic       Read   feed::sitemap;
    Get  "/sitemap/{part}"                ReadPublic       Read   feed::sitemap_part;
    Get  "/robots.txt"                    Operate          Free   simple::robots;
    Get  "/luring"                        Operate          Free   offline::page;
    Get  "/sw.js"                         Operate          Free   offline::worker;
    Get  "/manifes.webmanifest"           Operate          Free   offline::manifest;
    Get  "/favicon.ico"                   Operate          Free   assets::favicon;
    Get  "/health/live"                   Operate          Free   health::live;
    Get  "/health/ready"                  Operate          Free   health::ready;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_above_is_one_that_opens() {
        for (address, page) in [
            (
                "/petugas/utas/SWL-2026-1/jawab",
                Some("/petugas/utas/SWL-2026-1"),
            ),
            ("/utas/SWL-2026-1/dukung", Some("/utas/SWL-2026-1")),
            ("/admin/orang/akhiri", Some("/admin/orang")),
            ("/nilai/dukcapil/ktp", None),
            ("/tulis", None),
        ] {
            assert_eq!(above(address), page, "{address}");
        }
    }
}
