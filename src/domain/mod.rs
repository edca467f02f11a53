//! Pure rules: values in, values out. No I/O, no clock, no async, no SQL, no HTML.

pub mod absence;
pub mod audit;
pub mod bounce;
pub mod calendar;
pub mod deadline;
pub mod decline;
pub mod desk;
pub mod digest;
pub mod distinctive;
pub mod error;
pub mod following;
pub mod hook;
pub mod ids;
pub mod ikm;
pub mod lang;
pub mod message;
pub mod moderation;
pub mod named;
pub mod near;
pub mod net;
pub mod notice;
pub mod outcome;
pub mod period;
pub mod person;
pub mod policy;
pub mod rating;
pub mod record;
pub mod release;
pub mod retention;
pub mod schedule;
pub mod screening;
pub mod sentiment;
pub mod share;
pub mod sort;
pub mod suspicion;
pub mod tally;
pub mod template;
pub mod thread;
pub mod time;
pub mod totp;
pub mod veil;
pub mod view;

/// An enumeration that is stored and sent as text: `as_str`, `parse`, `ALL`.
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            pub fn parse(s: &str) -> Option<Self> {
                match s { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}
