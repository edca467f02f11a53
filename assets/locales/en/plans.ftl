plan-title = What the unit has promised
plan-today = today
plan-ahead =
    { $n ->
        [one] in one day
       *[other] in { $n } days
    }
plan-broken =
    { $n ->
        [one] a day past, and not done
       *[other] { $n } days past, and not done
    }
plan-kept = kept
plan-kept-late =
    { $n ->
        [one] done, a day late
       *[other] done, { $n } days late
    }
plan-moved = moved
plan-given-up = will not be done
plan-because = Reason: { $why }
plan-chip = Promised for { $date }
plan-chip-broken = Promise of { $date } not kept
plan-set = Say when it will be done
plan-move = Move or give up the promise
plan-keep = It is done
plan-day = By the end of
plan-day-hint = Everyone reads it. The time limit for an answer runs on; this stands beside it.
plan-what = What will be done
plan-what-hint = Such as: the street light is replaced.
plan-why = Why it is moved
plan-why-hint = The old date and the reason stay in sight.
plan-send = Announce
plan-unable = Why it will not be done
plan-give-up = Give up the promise
flash-plan-set = Announced. The author is told.
flash-plan-kept = Noted as done.
flash-plan-given-up = The promise is given up, with its reason.
conflict-no-schedule = Nothing is promised in this thread at present.
conflict-plan-changed = This promise has changed since the page was opened. See first what is promised now.
fault-schedule-past = Choose today or later.
fault-schedule-far = At most two years ahead.
fault-schedule-same = That is the day already promised. Choose another.
field-what = What will be done
field-because = Why it is moved
field-unable = Why it will not be done
step-schedule = The unit promised
step-reschedule = The promise was moved
step-keep = Done
step-give-up = Will not be done
step-split = A reply became a thread of its own
step-split-off = Began as a reply in another thread
mail-schedule-subject-schedule = Thread { $number }: promised for { $day }
mail-schedule-text-schedule = { $unit } promises about “{ $title }”, by { $day }:
mail-schedule-subject-reschedule = Thread { $number }: promise moved to { $day }
mail-schedule-text-reschedule = { $unit } moves its promise about “{ $title }” to { $day }:
mail-schedule-subject-keep = Thread { $number }: done, promised for { $day }
mail-schedule-text-keep = { $unit } says that its promise for { $day } about “{ $title }” is kept. Have a look, and say in the thread whether it is so:
mail-schedule-subject-give-up = Thread { $number }: promise of { $day } given up
mail-schedule-text-give-up = { $unit } gives up its promise for { $day } about “{ $title }”:
mail-purpose-schedule = A unit's promise
mail-reminder-promised = Promised to citizens: { $n }
mail-reminder-subject-promised = Promises to citizens: { $n }
mail-reminder-hello-promised = Hello { $name }, this was promised to citizens, and its day is near or past.
