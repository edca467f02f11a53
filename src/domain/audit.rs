//! The acts that the audit log tells of. Nothing of what anybody wrote stands in it.

/// An edit of the lexicon of elements, which those who may edit it read too.
pub const LEXICON: &str = "element lexicon";

/// Every act, as it is stored. `tests/promises/before` holds that none is written that isn't here.
pub const ACTS: &[&str] = &[
    "grant",
    "end grant",
    "hand cases back",
    "set answer aside",
    "moderation",
    "moderation-undo",
    "unmask",
    "name",
    "word list",
    LEXICON,
    "staff names",
    "retry mail",
    "resend digest",
    "lift mail stop",
    "correction",
    "event",
    "event-removed",
    "add webhook",
    "change webhook",
    "pause webhook",
    "resume webhook",
    "show webhook secret",
    "rotate webhook secret",
    "remove webhook",
    "replay webhook",
    "add API token",
    "revoke API token",
    "release answer",
    "give answer back",
    "release rule",
    "invite",
    "withdraw invitation",
    "open unit",
    "close unit",
    "absence",
    "absence end",
    "sign in",
    "erase",
    "add passkey",
    "remove passkey",
    "set up second step",
    "take off second step",
    "reset ways in",
];

/// The end of a text key for an act: "end grant" is `end-grant`.
pub fn key(act: &str) -> String {
    act.replace(' ', "-").to_lowercase()
}
