inbox-title = Inbox
inbox-open = To answer
inbox-mine = Mine
inbox-answered = Answered
inbox-closed = Closed
inbox-uncertain = Tone uncertain
inbox-empty = Nothing here
inbox-empty-text = New threads appear as soon as they reach your unit.
inbox-open-count = { $n } to answer
inbox-late-count = { $n } late
inbox-taken = Taken by a colleague
inbox-taken-mine = Mine
case-timeline = Timeline
case-taken-by = Taken by { $name }
case-not-taken = Nobody has taken it
case-take = Take it
case-take-over = Take over
case-answer = Answer officially
case-answer-label = Answer
case-answer-hint = Everyone reads it, with your name, position and unit. Say what was done and what comes next.
case-answer-send = Send official answer
case-note = Internal note
case-note-label = Note
case-note-hint = Only this unit's staff read it.
case-note-send = Save note
case-decline = Decline
case-decline-label = Reason
case-decline-hint = The author and everyone read it. Say on what ground, and where the author can turn.
case-decline-send = Decline this thread
case-public-page = See its public page
moderation-title = Moderation queue
moderation-about = Decide by the rules. Every decision is on the public log and can be undone.
moderation-none = Nothing here
moderation-none-text = Nothing waits for a decision.
moderation-reports =
    { $n ->
        [one] one report
       *[other] { $n } reports
    }
moderation-due = to be read by { $date }
moderation-barred = This concerns your own text or unit. Another moderator decides.
moderate-title = Moderate
moderate-rule = Rule
moderate-note = Word to the author (optional)
decision-publish = Publish
decision-refuse = Do not publish
decision-hide = Hide
decision-restore = Show again
decision-dismiss = Leave it
admin-title = Admin
people-title = People and roles
people-about = Grant and end the roles of staff, unit heads, moderators and admins.
people-grant = Grant a role
people-email = Email
people-name = Name
people-name-hint = For a new account. Official answers show this name.
people-role = Role
people-unit = Unit
people-unit-hint = Staff and unit heads need a unit; moderators and admins are city-wide.
people-city-wide = City-wide
people-position = Position
people-position-hint = Such as Head of the Service Division.
people-grant-send = Grant
people-end = End
people-end-cases =
    If it ends, { $n ->
        [one] one case goes
       *[other] { $n } cases go
    } back to the unit.
people-end-answers =
    If it ends, { $n ->
        [one] one answer that is not released becomes an internal note.
       *[other] { $n } answers that are not released become internal notes.
    }
mail-page-title = Outgoing mail
mail-page-about = Mail that waits, was sent, or failed.
mail-page-counts = { $waiting } waiting, { $failed } failed
mail-page-empty = No mail yet
mail-page-failed =
    { $n ->
        [one] One mail
       *[other] { $n } mails
    } failed and will not be tried again by itself.
mail-page-folder = No SMTP server is set, so mail is written as files into { $folder }.
mail-page-given-up = Failed
mail-page-sent = Sent
mail-page-waiting =
    Waiting, tried { $n ->
        [one] once
       *[other] { $n } times
    }
mail-page-retry = Try again
board-title = City coordination
board-about = Cases that units disagree on, then those that are late, of all units.
board-contested = Waiting for your decision
board-contested-none = Nothing is contested
board-contested-none-text = Cases appear here when the unit that got one says it isn't its task.
board-more = There are more; these are due first.
board-late = Late in all units
board-late-none = Nothing is late
board-late-none-text = All units answer in time.
board-units = What each unit owes
case-transfer = Move to another service
case-transfer-to = Where to
case-transfer-hint = Everyone reads it. The deadline stays.
case-transfer-send = Move
case-contest = Not this unit's task
case-contest-hint = Everyone reads it. The city's coordinator decides whose task it is.
case-contest-send = Leave it to the coordinator
flash-moved = The thread has been moved.
flash-contested = The city's coordinator will decide.
mail-purpose-login-code = Sign-in code
mail-purpose-received = Thread received
mail-purpose-published = Thread published
mail-purpose-withheld = Not shown
mail-purpose-restored = Shown again
mail-purpose-answered = Answered
mail-purpose-declined = Declined
mail-purpose-moved = Moved
mail-purpose-digest = Digest
mail-purpose-address-stopped = Address returns mail
mail-purpose-reminder = Reminder
