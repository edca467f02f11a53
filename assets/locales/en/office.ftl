inbox-stands-in = You stand in for { $names }. Their threads are under “Mine”.
inbox-keys = Keys: j down, k up, x choose, Enter open.
sift-title = Narrow
sift-named = Saved filters
sift-place = Unit or service
sift-any-place = All
sift-who = Taken by
sift-anyone = Anyone
sift-nobody = Nobody yet
sift-urgency = Time
sift-any-time = Any
sift-late = Late
sift-soon = Due soon
sift-promised = With a promise
sift-broken = Promise broken
sift-apply = Narrow
sift-name = Save this filter as
sift-name-hint = Such as: ID cards, late. The same name replaces the one before.
sift-save = Save
sift-forget = Remove filter “{ $name }”
flash-filter-saved = Filter saved.
flash-filter-forgotten = Filter removed.
conflict-filters = There are twelve filters already. Remove one first.
bulk-all = Choose all on this page ({ $n })
bulk-none = Choose none
bulk-choose = Choose: { $title }
bulk-chosen = The chosen ones:
bulk-assign = Assign
bulk-transfer = Transfer
bulk-answer = Answer from a template
bulk-go-on = Go on …
bulk-title-assign =
    { $n ->
        [one] Assign one thread
       *[other] Assign { $n } threads
    }
bulk-title-transfer =
    { $n ->
        [one] Transfer one thread
       *[other] Transfer { $n } threads
    }
bulk-title-answer =
    { $n ->
        [one] Answer one thread
       *[other] Answer { $n } threads
    }
bulk-do-assign =
    { $n ->
        [one] Assign one thread
       *[other] Assign { $n } threads
    }
bulk-do-transfer =
    { $n ->
        [one] Transfer one thread
       *[other] Transfer { $n } threads
    }
bulk-do-answer =
    { $n ->
        [one] Send one official answer
       *[other] Send { $n } official answers
    }
bulk-empty = Nothing is chosen
bulk-empty-text = Tick threads in the inbox, then say what to do.
bulk-back = Back to the inbox
bulk-to = To
bulk-away = { $name } (away; { $other } stands in)
bulk-template = Template
bulk-template-hint = Variables are filled for each thread. Those that a colleague has answered are passed over.
bulk-cases = The chosen threads
bulk-done =
    { $n ->
        [one] One thread is done.
       *[other] { $n } threads are done.
    }
bulk-failed =
    { $n ->
        [one] One thread could not be done, and why:
       *[other] { $n } threads could not be done, and why:
    }
bulk-not-yours = Not (or no longer) a thread of your unit.
bulk-later = The database is busy. Try again.
bulk-waits =
    { $n ->
        [one] One answer waits for release.
       *[other] { $n } answers wait for release.
    }
bulk-will-wait =
    { $n ->
        [one] The head or a deputy reads one answer first.
       *[other] The head or a deputy reads { $n } answers first.
    } The time limit runs until the release.
bulk-do-hold =
    { $n ->
        [one] Send one answer for release
       *[other] Send { $n } answers for release
    }
bulk-answered-since = A colleague has answered since this thread was chosen. Read that answer first.
bulk-step = The thread is no longer where this step fits.
bulk-same-service = This thread is with that service already.
bulk-assign-elsewhere = That person doesn't work for this thread's unit.
conflict-template-unit = That template is another unit's.
fault-assign = Choose somebody who works for this unit.
field-to = To
field-template = Template
case-assign = Assign to a colleague
case-assign-send = Assign
flash-assigned = Thread assigned.
case-beside =
    { $n ->
        [0] { $name } has just opened this thread. Talk to them before you answer.
       *[other] { $name } opened this thread { $n } minutes ago. Talk to them before you answer.
    }
case-newer = What your colleague has just said
clock-uncharted = No holidays of { $year } are entered; the time limit counts weekends only.
case-kept = What you typed
field-place = Service
