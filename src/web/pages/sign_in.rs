use super::field_errors;
use super::ways_in::script;
use crate::domain::error::FieldErrors;
use crate::domain::person::SESSION_MS;
use crate::flows::sign_in::{self, Begun};
use crate::queries::viewer;
use crate::views::pages::sign_in as view;
use crate::views::pages::ways_in::Script;
use crate::web::context::Ctx;
use crate::web::cookies;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// A path of this site to go on to; anything else leads to the account.
pub fn next(text: &str) -> String {
    let ours = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(['\\', '\r', '\n', '\t'])
        && !text.starts_with("/masuk")
        && !text.starts_with("/keluar");
    if ours {
        text.to_owned()
    } else {
        "/akun".to_owned()
    }
}

/// GET /masuk
pub async fn form(ctx: Ctx) -> Outcome {
    let to = next(&ctx.query("next"));
    if ctx.viewer.account.is_some() {
        return Ok(ctx.redirect(&to));
    }
    show(&ctx, StatusCode::OK, &to, &FieldErrors::default())
}

pub(super) fn show(ctx: &Ctx, status: StatusCode, to: &str, errors: &FieldErrors) -> Outcome {
    let l = ctx.locale;
    let script = script(ctx).map(|href| Script { href });
    let csrf = ctx.csrf();
    let email = ctx.fields.get("email");
    let others = view::Others {
        passkey: script.as_ref(),
        provider: ctx.app().config.provider.as_ref().map(|p| p.label.as_str()),
    };
    let main = view::email(l, &csrf, email, to, others, errors);
    Ok(ctx.page_with(status, &l.t("sign-in-title"), "", main))
}

/// POST /masuk: sends a code. The page is the same whether or not the address has an account.
pub async fn ask(ctx: Ctx) -> Outcome {
    let to = next(ctx.fields.get("next"));
    let asked = sign_in::ask_code(ctx.app(), ctx.fields.get("email"), ctx.locale.lang).await;
    match field_errors(asked)? {
        Ok((email, code)) => {
            let shown = ctx.app().config.demo.then_some(code.as_str());
            code_page(
                &ctx,
                StatusCode::OK,
                &email,
                &to,
                shown,
                &FieldErrors::default(),
            )
        }
        Err(errors) => show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &to, &errors),
    }
}

pub(super) fn code_page(
    ctx: &Ctx,
    status: StatusCode,
    email: &str,
    to: &str,
    shown: Option<&str>,
    errors: &FieldErrors,
) -> Outcome {
    let l = ctx.locale;
    let main = view::code(l, &ctx.csrf(), email, to, shown, errors);
    Ok(ctx.page_with(status, &l.t("sign-in-code-title"), "", main))
}

/// POST /masuk/kode
pub async fn enter(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (email, code, to) = (f.get("email"), f.get("code"), next(f.get("next")));
    let lang = ctx.locale.lang;
    let entered = sign_in::enter_code(ctx.app(), email, code, lang, &ctx.agent()).await;
    match field_errors(entered)? {
        Ok(begun) => go_on(&ctx, begun, to).await,
        Err(errors) => code_page(
            &ctx,
            StatusCode::UNPROCESSABLE_ENTITY,
            email,
            &to,
            None,
            &errors,
        ),
    }
}

/// Goes on in a session that has begun: to the second step, if the account's roles wait for one.
pub(super) async fn go_on(ctx: &Ctx, begun: Begun, to: String) -> Outcome {
    let waits = begun.staff
        && viewer::signed_in(ctx.app(), &begun.token)
            .await?
            .is_some_and(|s| s.account.withheld.is_some());
    if !waits {
        return Ok(signed_in(ctx, begun.token, &to));
    }
    ctx.cookie(cookies::SESSION, Some(begun.token), Some(SESSION_MS / 1000));
    ctx.cookie(cookies::TRACK, None, None);
    let next = serde_urlencoded::to_string([("next", to)]).unwrap_or_default();
    Ok(ctx.redirect(&format!("/masuk/langkah-kedua?{next}")))
}

/// Sets the session's cookie. A tracking code entered before is forgotten: it belonged to
/// whoever used the browser then.
pub fn signed_in(ctx: &Ctx, token: String, to: &str) -> actix_web::HttpResponse {
    ctx.cookie(cookies::SESSION, Some(token), Some(SESSION_MS / 1000));
    ctx.cookie(cookies::TRACK, None, None);
    ctx.redirect_saying(to, "flash-signed-in")
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn only_paths_of_ours_are_gone_on_to() {
        assert_eq!(next("/utas/SWL-2026-00001?x=1"), "/utas/SWL-2026-00001?x=1");
        for bad in [
            "",
            "https://evil.test/",
            "//evil.test",
            "/\\evil.test",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=1",
            "/masuk?next=/masuk",
        ] {
            assert_eq!(next(bad), "/akun", "{bad:?}");
        }
    }
}
