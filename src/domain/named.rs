//! People named in a post: an official named in criticism is shown by position and unit, one named
//! in praise by the first name; where it is not sure who or how, a moderator decides.

crate::text_enum! {
    /// How a sentence speaks of somebody.
    pub enum Tone {
        Praise = "praise",
        Criticism = "criticism",
        Neither = "neither",
    }
}

crate::text_enum! {
    /// How somebody named is shown.
    pub enum Form {
        /// Position and unit in the place of the name.
        Position = "position",
        /// The title and the first name.
        FirstName = "first-name",
        /// A mark that a name stood here.
        Covered = "covered",
        AsWritten = "as-written",
    }
}

/// Who it seems to be.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// One of a unit's staff.
    Staff,
    /// Several of them have this name.
    Several,
    /// A name, of nobody on any list.
    Unknown,
}

/// How somebody is shown unless someone decides otherwise, and whether a moderator should look.
///
/// Where a tone is not `sure`, it is taken as criticism is: what is shown too little can be shown
/// later, what was shown too much can't be taken back.
pub fn suggest(known: Known, tone: Tone, sure: bool) -> (Form, bool) {
    let doubt = !sure && tone != Tone::Neither;
    match (known, tone) {
        (Known::Staff, Tone::Praise) if sure => (Form::FirstName, false),
        (Known::Staff, _) => (Form::Position, doubt),
        // Several share the name: praise tells nobody more than the writer wrote, criticism is not
        // to fall on the wrong one.
        (Known::Several, Tone::Praise) if sure => (Form::FirstName, false),
        (Known::Several, Tone::Neither) => (Form::FirstName, false),
        (Known::Several, _) => (Form::Position, true),
        (Known::Unknown, Tone::Criticism) => (Form::Covered, true),
        (Known::Unknown, Tone::Praise | Tone::Neither) => (Form::FirstName, false),
    }
}

impl Form {
    /// How much of a name it tells.
    const fn tells(self) -> u8 {
        match self {
            Form::Covered | Form::Position => 0,
            Form::FirstName => 1,
            Form::AsWritten => 2,
        }
    }
}

/// What comes of a writer's wish: how it is shown, and whether a moderator decides on it. A wish to
/// tell less than suggested is followed; one to tell more waits, and what is suggested is shown.
pub fn wished(suggested: (Form, bool), wish: Option<Form>) -> (Form, bool) {
    match wish {
        None => suggested,
        Some(wish) if wish == suggested.0 => suggested,
        Some(wish) if wish.tells() <= suggested.0.tells() => (wish, false),
        Some(_) => (suggested.0, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Known; 3] = [Known::Staff, Known::Several, Known::Unknown];

    #[test]
    fn criticism_never_tells_a_name() {
        for known in KNOWN {
            for sure in [false, true] {
                let (form, _) = suggest(known, Tone::Criticism, sure);
                assert_eq!(form.tells(), 0, "{known:?}");
                for wish in Form::ALL {
                    let (form, doubt) = wished(suggest(known, Tone::Criticism, sure), Some(*wish));
                    assert_eq!(form.tells(), 0, "{known:?} {wish:?}");
                    assert!(doubt || wish.tells() == 0);
                }
            }
        }
    }

    #[test]
    fn praise_tells_the_first_name_and_no_more() {
        for known in KNOWN {
            assert_eq!(suggest(known, Tone::Praise, true), (Form::FirstName, false));
            let more = wished(suggest(known, Tone::Praise, true), Some(Form::AsWritten));
            assert_eq!(more, (Form::FirstName, true), "a moderator decides on more");
        }
        assert_eq!(
            suggest(Known::Staff, Tone::Praise, false),
            (Form::Position, true)
        );
    }

    #[test]
    fn less_is_always_given() {
        for known in KNOWN {
            for tone in Tone::ALL {
                let suggested = suggest(known, *tone, true);
                let (form, doubt) = wished(suggested, Some(Form::Covered));
                assert!(form.tells() == 0 && (!doubt || suggested.0 == Form::Covered));
            }
        }
    }
}
