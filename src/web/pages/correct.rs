use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::domain::ikm::Element;
use crate::domain::sentiment::{Mentions, Polarity};
use crate::flows::correct::{self, Form};
use crate::queries::correct as query;
use crate::views::pages::correct as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /petugas/utas/{number}/koreksi?pos=…
pub async fn form(ctx: Ctx) -> Outcome {
    let post = ctx.query("pos");
    let errors = FieldErrors::default();
    render(&ctx, StatusCode::OK, &post, None, &errors).await
}

async fn render(
    ctx: &Ctx,
    status: StatusCode,
    post: &str,
    typed: Option<&Form>,
    errors: &FieldErrors,
) -> Outcome {
    let app = ctx.app();
    let found = query::post(app, &ctx.viewer, ctx.part("number"), post).await?;
    let reading = &found.reading;
    let typed = match typed {
        Some(form) => view::Typed {
            polarity: &form.polarity,
            elements: &form.elements,
            errors,
        },
        None => view::Typed {
            // Of a guess nothing is chosen: whoever looks should say.
            polarity: if reading.is_sure() {
                reading.polarity.as_str()
            } else {
                ""
            },
            elements: &reading.elements,
            errors,
        },
    };
    let l = ctx.locale;
    let main = view::page(l, &app.config.zone, &ctx.csrf(), &found, &typed);
    Ok(ctx.page_with(status, &l.t("correct-title"), "", main))
}

/// POST /petugas/utas/{number}/koreksi
pub async fn send(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let mut elements = Mentions::default();
    for e in Element::ALL {
        for p in Polarity::ALL {
            if !f.get(&format!("{}-{}", e.as_str(), p.as_str())).is_empty() {
                elements.add(*e, *p);
            }
        }
    }
    let form = Form {
        post: f.owned("post"),
        polarity: f.owned("polarity"),
        elements,
    };
    let number = ctx.part("number");
    match field_errors(correct::correct(ctx.app(), &ctx.viewer, number, &form).await)? {
        Ok(changed) => {
            let said = if changed {
                "flash-corrected"
            } else {
                "flash-correct-same"
            };
            let back = format!("/petugas/utas/{number}/koreksi?pos={}", form.post);
            Ok(ctx.redirect_saying(&super::sign_in::next(&back), said))
        }
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&ctx, status, &form.post, Some(&form), &errors).await
        }
    }
}
