//! Moderation: published rules, reasoned and reversible decisions.

crate::text_enum! {
    /// The published list of rules. Texts stand in the locale files (`rule-…`).
    pub enum Rule {
        PersonalData = "personal-data",
        Insult = "insult",
        Hate = "hate",
        Threat = "threat",
        Spam = "spam",
        OffTopic = "off-topic",
        FalseOfficial = "false-official",
        Illegal = "illegal",
        Duplicate = "duplicate",
    }
}

crate::text_enum! {
    /// What a moderator decides. Hide and refuse need a rule.
    pub enum Decision {
        /// Show what was held.
        Publish = "publish",
        /// Don't show what was held.
        Refuse = "refuse",
        Hide = "hide",
        /// Show again what was hidden or refused.
        Restore = "restore",
        /// The reports were unfounded: leave it.
        Dismiss = "dismiss",
        /// Hide one photo of a post, and leave its words.
        HidePhoto = "hide-photo",
        RestorePhoto = "restore-photo",
    }
}

impl Decision {
    pub fn needs_rule(self) -> bool {
        matches!(
            self,
            Decision::Refuse | Decision::Hide | Decision::HidePhoto
        )
    }

    /// Whether it is about one photo, not the post.
    pub fn of_photo(self) -> bool {
        matches!(self, Decision::HidePhoto | Decision::RestorePhoto)
    }
}

crate::text_enum! {
    /// Where a report stands.
    pub enum ReportState {
        Open = "open",
        Upheld = "upheld",
        Dismissed = "dismissed",
    }
}
