use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::domain::policy::{self, Action};
use crate::flows::lexicon::{self as flow, Form};
use crate::queries::lexicon::{self as query, Asked};
use crate::views::pages::lexicon as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /petugas/kamus
pub async fn list(ctx: Ctx) -> Outcome {
    let asked = Asked {
        element: ctx.query("unsur"),
        phrase: ctx.query("frasa"),
        edited: !ctx.query("ubahan").is_empty(),
        after: ctx.query("sesudah"),
        only: String::new(),
    };
    let none = FieldErrors::default();
    render(&ctx, StatusCode::OK, &asked, &Form::default(), &none).await
}

async fn render(
    ctx: &Ctx,
    status: StatusCode,
    asked: &Asked,
    form: &Form,
    errors: &FieldErrors,
) -> Outcome {
    let app = ctx.app();
    let l = ctx.locale;
    let sentence = ctx.query("kalimat");
    let tried = match sentence.trim() {
        "" => Ok(None),
        _ => field_errors(flow::try_out(app, &ctx.viewer, &sentence).await)?.map(Some),
    };
    let status = match &tried {
        Ok(_) => status,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let rows = query::lexicon(app, &ctx.viewer, asked).await?;
    let (inbox, admin) = (l.t("inbox-title"), l.t("admin-title"));
    let none = FieldErrors::default();
    let desk = view::Desk {
        zone: &app.config.zone,
        csrf: &ctx.csrf(),
        up: match policy::could(Action::SeeInbox, &ctx.viewer) {
            true => ("/petugas", inbox.as_str()),
            false if policy::could(Action::SeeAdmin, &ctx.viewer) => ("/admin", admin.as_str()),
            false => ("/petugas/papan", &l.t("lead-title")),
        },
        asked,
        tried: view::Tried {
            sentence: &sentence,
            found: tried.as_ref().ok().and_then(|f| f.as_deref()),
            errors: tried.as_ref().err().unwrap_or(&none),
        },
        form,
        errors,
    };
    let main = view::page(l, &desk, &rows);
    Ok(ctx.page_with(status, &l.t("lexicon-title"), "", main))
}

/// POST /petugas/kamus
pub async fn edit(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        key: f.owned("key"),
        act: f.owned("act"),
        phrase: f.owned("phrase"),
        element: f.owned("element"),
        sign: f.owned("sign"),
    };
    match field_errors(flow::edit(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(()) => {
            let said = match form.act.as_str() {
                "off" => "flash-lexicon-off",
                "restore" => "flash-lexicon-restored",
                "remove" => "flash-lexicon-removed",
                _ => "flash-lexicon-saved",
            };
            Ok(ctx.redirect_saying("/petugas/kamus?ubahan=1", said))
        }
        Err(errors) => {
            // The row that is edited, with its faults beside it; a new row's form stands above.
            let asked = Asked {
                only: form.key.clone(),
                ..Asked::default()
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&ctx, status, &asked, &form, &errors).await
        }
    }
}
