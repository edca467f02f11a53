lead-title = The unit's board
lead-title-all = Board of all units
lead-about = Who has what, how fast answers come, and what authors say of them; figures of the last { $days } days.
lead-waiting = Waiting for your release: { $n }
lead-people = Who has what
lead-people-none = No open threads
lead-people-none-text = Everything is answered.
lead-figures = Figures
lead-figures-about = Office hours to the first answer: half are faster than the median, nine of ten faster than P90. Reopened and helped are what authors said; silence doesn't count.
lead-unit = Unit
lead-open = Open
lead-answered = Answered
lead-median = Median
lead-p90 = P90
lead-reopened = Reopened
lead-helped = Helped
lead-release = Release of answers
lead-release-about = If set, the head or a deputy reads the staff's answers first. The time limit runs until the release.
lead-release-on = Answers need a release
lead-release-off = Answers go out at once
lead-release-set = Need a release
lead-release-lift = No longer
lead-samples = A few threads to read
lead-samples-about = Chosen by chance from those lately answered, others each day. Does the answer answer?
lead-samples-none = Nothing answered yet
lead-samples-none-text = Threads answered in the last ninety days appear here.
board-unrouted =
    { $n ->
        [one] One thread is with no unit yet: it waits for a moderator, since { $date }.
       *[other] { $n } threads are with no unit yet: they wait for a moderator, the oldest since { $date }.
    }
units-admin-title = Units
units-admin-about = Close units that are dissolved, after their threads are moved.
units-admin-lead = A closed unit is in no list and takes no new threads. One that still owes answers can't be closed.
units-admin-open = Open
units-admin-closed = Closed
units-admin-close = Close
units-admin-reopen = Open again
flash-unit-closed = Unit closed.
flash-unit-open = Unit opened again.
fault-unit-cases =
    { $n ->
        [one] One open thread or promise is left. Move or finish it first.
       *[other] { $n } open threads or promises are left. Move or finish them first.
    }
fault-unit-below = A unit below it is still open: { $name }.
audit-act-open-unit = Opened a unit
audit-act-close-unit = Closed a unit
conflict-moved-since = Somebody else has just moved this thread. See first where it is now.
case-split = Make a thread of a reply
case-split-reply = Reply
case-split-title = Title of the new thread
case-split-hint = For a reply that raises another matter. Its author appears as before and is told; both threads name each other.
case-split-to = Service
case-split-send = Make a thread
flash-split = The reply is a thread of its own now. Made by mistake? Merge the new thread into this one.
conflict-split = That reply is no longer in this thread, or can't be split off.
conflict-split-moderated = Moderators have to do with that reply, so it stays here.
mail-split-subject = Your reply in { $number } is now thread { $into }
mail-split-text = Your reply in thread { $number } raises another matter, so { $unit } takes it as a thread of its own: “{ $title }” ({ $into }). Its time limit runs from now.
mail-purpose-split = A reply made a thread
