//! What a city enters from files: all rows or none, every fault by its line.

use crate::house::STAFF;
use crate::on_both;
use palanta::flows::import::{Outcome, What, import};

const UNITS: &str = "slug;name;parent;phone\n\
    dukcapil;Dinas Dukcapil;;112\n\
    loket-talawi;Loket Talawi;dukcapil;113\n";

fn counts(o: &Outcome) -> (usize, usize, usize) {
    (o.added, o.changed, o.same)
}

fn faults(o: &Outcome) -> Vec<(u64, &str)> {
    o.faults.iter().map(|(line, m)| (*line, m.key)).collect()
}

on_both! {
    async fn a_city_is_entered_and_changed(house: House) {
        let app = &house.app;
        let run = async |what, text: &str, dry| import(app, what, text, dry).await.expect("an outcome");
        // A dry run says what would come of it, and changes nothing.
        assert_eq!(counts(&run(What::Units, UNITS, true).await), (1, 1, 0));
        assert_eq!(house.visitor().get("/unit/loket-talawi").await.status, 404);
        assert_eq!(counts(&run(What::Units, UNITS, false).await), (1, 1, 0));
        assert_eq!(counts(&run(What::Units, UNITS, false).await), (0, 0, 2));
        assert!(house.visitor().get("/unit/dukcapil").await.text().contains("Dinas Dukcapil"));

        let services = "unit,slug,name,deadline_class,synonyms\n\
            loket-talawi,rekam,Perekaman KTP,standard,\"rekam, foto\"\n";
        assert_eq!(counts(&run(What::Services, services, false).await), (1, 0, 0));
        let found = house.visitor().get("/tulis?q=foto").await;
        assert!(found.has("a[href='/tulis?layanan=loket-talawi/rekam']"));

        let staff = format!("email,role,unit,position,name\n\
            siti@kota.test,staff,loket-talawi,Petugas,Siti\n{STAFF},staff,dukcapil,,\n");
        assert_eq!(counts(&run(What::Staff, &staff, true).await), (1, 0, 1));
        assert_eq!(counts(&run(What::Staff, &staff, false).await), (1, 0, 1));
        assert_eq!(house.person("siti@kota.test").await.get("/petugas").await.status, 200);

        let days = "date,name\n2027-01-01,Tahun Baru\n2026-12-25,Hari Natal\n";
        assert_eq!(counts(&run(What::Holidays, days, false).await), (1, 1, 0));
        assert_eq!(counts(&run(What::Holidays, days, false).await), (0, 0, 2));
    }

    async fn faults_are_named_and_nothing_is_done(house: House) {
        let app = &house.app;
        let run = async |what, text: &str| import(app, what, text, false).await.expect("an outcome");
        let bad = run(What::Units, "slug,name,parent,active\nA b,Nama,,\nbaik,,,\nbaik,Lagi,nowhere,\nx,X,y,\ny,Y,x,mungkin\nsatu,Satu\n").await;
        assert_eq!(faults(&bad), [
            (7, "import-fault-row"), (2, "import-fault-slug"), (3, "import-fault-name"),
            (4, "import-fault-twice"), (4, "import-fault-parent"), (6, "import-fault-active"),
        ]);
        let bad = run(What::Units, "slug,name,parent\nx,X,y\ny,Y,x\n").await;
        assert_eq!(faults(&bad), [(1, "import-fault-circle")]);
        let bad = run(What::Services, "unit,slug,name,deadline_class\nnowhere,a,A,simple\ndukcapil,a,A,someday\n").await;
        assert_eq!(faults(&bad), [(2, "import-fault-unit"), (3, "import-fault-class")]);
        let bad = run(What::Staff, "email,role,unit\nbaru@kota.test,staff,dukcapil\nsalah,staff,dukcapil\n").await;
        assert_eq!(faults(&bad), [(3, "fault-email")]);
        assert_eq!(house.person("baru@kota.test").await.get("/petugas").await.status, 403, "none of the rows");
        let bad = run(What::Holidays, "date,name\n17-08-2027,Kemerdekaan\n").await;
        assert_eq!(faults(&bad), [(2, "calendar-fault-date")]);
        let bad = run(What::Units, "nama\nx\n").await;
        assert_eq!(faults(&bad), [(2, "import-fault-row")]);
        assert_eq!(house.visitor().get("/unit/x").await.status, 404);
    }
}
