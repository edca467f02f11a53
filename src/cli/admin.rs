//! `palanta admin`: the first roles, and whether the audit log is whole.

use super::{open_tool, say};
use crate::config::Config;
use crate::domain::ids::GrantId;
use crate::flows::grant::{self, Form, Granter};
use crate::flows::second_step::{self, Resetter};
use crate::store::audit;
use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub enum AdminCommand {
    /// Grants a role to an email address; makes the account if there is none
    Grant {
        email: String,
        /// staff, unit_head, deputy, coordinator, moderator or admin
        role: String,
        /// The unit's slug, for staff, unit_head and deputy
        #[arg(long, default_value = "")]
        unit: String,
        /// Shown beside official answers
        #[arg(long, default_value = "")]
        position: String,
        /// Name of a new account
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Ends a role by the identifier that the admin page shows
    End { grant: String },
    /// Takes second step and passkeys off an account and ends its sessions, for who has lost them
    ResetWaysIn { email: String },
    /// Checks the audit log from its first entry to its last
    VerifyAudit,
}

/// # Errors
/// What was wrong, a line each.
pub async fn run(config: Config, command: AdminCommand) -> Result<(), String> {
    let app = open_tool(config).await?;
    let done = match command {
        AdminCommand::Grant {
            email,
            role,
            unit,
            position,
            name,
        } => {
            let form = Form {
                email,
                name,
                role,
                unit,
                position,
            };
            grant::grant(&app, Granter::CommandLine, &form)
                .await
                .map(|()| format!("{} is {} now", form.email, form.role))
        }
        AdminCommand::End { grant } => {
            let id = GrantId::parse(&grant).ok_or("this is no identifier of a role")?;
            grant::end(&app, Granter::CommandLine, id)
                .await
                .map(|()| "the role has ended".to_owned())
        }
        AdminCommand::ResetWaysIn { email } => {
            second_step::reset(&app, Resetter::CommandLine, &email)
                .await
                .map(|()| format!("{email} signs in by a mailed code now"))
        }
        AdminCommand::VerifyAudit => audit::verify(app.store.read())
            .await
            .map(|n| format!("the audit log is whole: {n} entries")),
    };
    app.store.clone().close().await.map_err(say)?;
    println!("{}", done.map_err(say)?);
    Ok(())
}
