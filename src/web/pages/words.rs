use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::flows::word_list::{self, Form};
use crate::queries::word_list::{self as query, Asked};
use crate::views::pages::words as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /admin/kata
pub async fn list(ctx: Ctx) -> Outcome {
    let asked = Asked {
        class: ctx.query("kelas"),
        phrase: ctx.query("kata"),
        edited: !ctx.query("ubahan").is_empty(),
        after: ctx.query("sesudah"),
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
    let words = query::words(ctx.app(), &ctx.viewer, asked).await?;
    let l = ctx.locale;
    let main = view::list(l, &ctx.csrf(), &words, asked, form, errors);
    Ok(ctx.page_with(status, &l.t("wordlist-title"), "", main))
}

/// POST /admin/kata
pub async fn edit(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        key: f.owned("key"),
        act: f.owned("act"),
        class: f.owned("class"),
        mark: f.owned("mark"),
        phrase: f.owned("phrase"),
    };
    match field_errors(word_list::edit(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(()) => {
            let said = match form.act.as_str() {
                "off" => "flash-words-off",
                "restore" => "flash-words-restored",
                _ => "flash-words-saved",
            };
            Ok(ctx.redirect_saying("/admin/kata?ubahan=1", said))
        }
        Err(errors) => {
            // The row that is edited, with its faults beside it; a new row's form stands above.
            let asked = match form.key.split_once('\t') {
                Some((class, phrase)) => Asked {
                    class: class.to_owned(),
                    phrase: phrase.to_owned(),
                    ..Asked::default()
                },
                None => Asked::default(),
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&ctx, status, &asked, &form, &errors).await
        }
    }
}
