//! How domain types stand in columns: ids as UUIDs, instants as 64-bit integers, enumerations as text.

use crate::domain::decline::Ground;
use crate::domain::desk::ItemKind;
use crate::domain::digest::plan::PlanStep;
use crate::domain::following::{Every, Followed, What};
use crate::domain::hook::Event;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::moderation::{AppealState, Decision, ReportState, Rule, SanctionKind};
use crate::domain::named::{Form, Tone};
use crate::domain::outcome::Ending;
use crate::domain::person::{CodeFor, Means, Role};
use crate::domain::rating::Channel;
use crate::domain::release::DraftState;
use crate::domain::schedule::ScheduleState;
use crate::domain::sentiment::{Mentions, Polarity};
use crate::domain::thread::{
    Appear, Kind, PostKind, PostVisibility, Routing, Status, Step, Visibility,
};
use crate::domain::time::Instant;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, ValueType, ValueTypeErr};
use sea_orm::{
    ActiveValue, ColIdx, DbErr, IntoActiveValue, QueryResult, TryFromU64, TryGetError, TryGetable,
    Value,
};

macro_rules! newtype_column {
    ($inner:ty, $array:ident, $column:expr, $($name:ident),+ $(,)?) => {$(
        impl From<$name> for Value {
            fn from(v: $name) -> Self {
                v.0.into()
            }
        }
        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(res: &QueryResult, idx: I) -> Result<Self, TryGetError> {
                <$inner>::try_get_by(res, idx).map($name)
            }
        }
        impl ValueType for $name {
            fn try_from(v: Value) -> Result<Self, ValueTypeErr> {
                <$inner as ValueType>::try_from(v).map($name)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> ArrayType {
                ArrayType::$array
            }
            fn column_type() -> ColumnType {
                $column
            }
        }
        impl Nullable for $name {
            fn null() -> Value {
                <$inner as Nullable>::null()
            }
        }
        impl IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> ActiveValue<$name> {
                ActiveValue::Set(self)
            }
        }
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

newtype_column!(
    uuid::Uuid,
    Uuid,
    ColumnType::Uuid,
    UnitId,
    ServiceId,
    AccountId,
    GrantId,
    SessionId,
    LoginCodeId,
    ThreadId,
    PostId,
    RatingId,
    ReportId,
    ActionId,
    OutboxId,
    DigestRunId,
    QueueItemId,
    AppealId,
    SanctionId,
    MaskId,
    CorrectionId,
    EventId,
    WebhookId,
    DeliveryId,
    TokenId,
    PhotoId,
    TemplateId,
    EditionId,
    FollowUpId,
    FollowUpStepId,
    WordRuleId,
    ElementRuleId,
    StaffNameId,
    NamedId,
    TraceId,
    ScheduleId,
    FilterId,
    DraftId,
    FileId,
    AbsenceId,
    InvitationId,
    FollowId,
    HappeningId,
    RevisionId,
    PasskeyId,
);
newtype_column!(i64, BigInt, ColumnType::BigInteger, Instant);

macro_rules! text_column {
    ($parse:path, $text:path; $name:ident) => {
        impl From<$name> for Value {
            fn from(v: $name) -> Self {
                $text(v).into()
            }
        }
        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(res: &QueryResult, idx: I) -> Result<Self, TryGetError> {
                let text = String::try_get_by(res, idx)?;
                $parse(&text).ok_or_else(|| {
                    TryGetError::DbErr(DbErr::Type(format!(
                        "{text:?} is no {}",
                        stringify!($name)
                    )))
                })
            }
        }
        impl ValueType for $name {
            fn try_from(v: Value) -> Result<Self, ValueTypeErr> {
                let text = <String as ValueType>::try_from(v)?;
                $parse(&text).ok_or(ValueTypeErr)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> ArrayType {
                ArrayType::String
            }
            fn column_type() -> ColumnType {
                ColumnType::String(StringLen::None)
            }
        }
        impl Nullable for $name {
            fn null() -> Value {
                <String as Nullable>::null()
            }
        }
        impl IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> ActiveValue<$name> {
                ActiveValue::Set(self)
            }
        }
    };
    ($($name:ident),+ $(,)?) => {$(text_column!($name::parse, $name::as_str; $name);)+};
}

text_column!(
    Kind,
    Appear,
    Routing,
    Status,
    Visibility,
    PostKind,
    PostVisibility,
    Step,
    Role,
    CodeFor,
    Means,
    Polarity,
    Channel,
    Event,
    Rule,
    Decision,
    ReportState,
    ItemKind,
    PlanStep,
    AppealState,
    SanctionKind,
    Form,
    Tone,
    ScheduleState,
    Ending,
    DraftState,
    Ground,
    Followed,
    Every,
    What,
);
text_column!(Lang::parse, Lang::code; Lang);
text_column!(Mentions::parse, Mentions::into_text; Mentions);
