//! Identifiers: UUID v7, a type for each kind of thing, so that none is taken for another.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier, ordered by the time of its making.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// Reads the hyphenated or simple form.
            pub fn parse(s: &str) -> Option<Self> {
                Uuid::try_parse(s).ok().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    UnitId, ServiceId, AccountId, GrantId, SessionId, LoginCodeId, ThreadId, PostId, RatingId,
    ReportId, ActionId, OutboxId, DigestRunId, QueueItemId, AppealId, SanctionId, MaskId,
    CorrectionId, EventId,
    WebhookId, DeliveryId, TokenId, PhotoId, TemplateId, EditionId, FollowUpId, FollowUpStepId,
    WordRuleId, StaffNameId, NamedId, TraceId,
    ScheduleId, FilterId, DraftId, FileId, AbsenceId, InvitationId,
    FollowId, HappeningId, RevisionId,
    PasskeyId, ElementRuleId,
}
