//! An entry of a thread's timeline.

use crate::domain::decline::Ground;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::moderation::Rule;
use crate::domain::sentiment::{Mentions, Polarity, Reading};
use crate::domain::thread::{PostKind, PostVisibility, Step};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub thread_id: ThreadId,
    pub kind: PostKind,
    pub opening: bool,
    pub by_author: bool,
    pub label: String,
    pub position: String,
    pub unit_name: String,
    pub step: Option<Step>,
    pub detail: String,
    /// On what ground a case was declined; none in rows from before there were grounds.
    pub reason: Option<Ground>,
    pub body: String,
    pub shown: String,
    pub polarity: Option<Polarity>,
    pub certainty: Option<f64>,
    /// Of a citizen's post; none before it has been read for elements.
    pub elements: Option<Mentions>,
    /// When staff or a moderator last corrected polarity or elements.
    pub corrected_ms: Option<Instant>,
    pub visibility: PostVisibility,
    pub hidden_rule: Option<Rule>,
    pub created_ms: Instant,
    /// When it was last changed; earlier versions are in `post_revision`.
    pub edited_ms: Option<Instant>,
}

impl Model {
    /// What is known of a citizen's words.
    pub fn reading(&self) -> Reading {
        Reading {
            polarity: self.polarity.unwrap_or(Polarity::Neutral),
            certainty: self.certainty.unwrap_or(0.0),
            elements: self.elements.clone().unwrap_or_default(),
            corrected: self.corrected_ms.is_some(),
        }
    }

    /// Notes what is known of the words.
    pub fn set_reading(&mut self, reading: Reading) {
        self.polarity = Some(reading.polarity);
        self.certainty = Some(reading.certainty);
        self.elements = Some(reading.elements);
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
