mail-footer = Sent by { $product } { $city }. Links in this mail sign in nobody by themselves.
mail-open = Open the thread
mail-track = Wrote without an account? To respond, open { $url } and enter your tracking code.
mail-login-subject = Your { $product } sign-in code
mail-login-text = Your sign-in code:
mail-login-after = It is good for { $minutes } minutes, once. If you did not ask for it, ignore this mail.
mail-received-subject = Thread { $number } received
mail-received-held = Your text “{ $title }” has arrived. A moderator reads it first; we will tell you when it is published.
mail-received-public = Your text “{ $title }” has arrived and is with the unit.
mail-published-subject = Thread { $number } is published
mail-published-text = A moderator has read “{ $title }”. It is public now and with the unit.
mail-refused-subject = Thread { $number } was not published
mail-refused-text = A moderator did not publish “{ $title }”.
mail-hidden-subject = A post in thread { $number } was hidden
mail-hidden-text = A moderator hid your post in the thread “{ $title }”.
mail-withheld-rule = The rule: { $rule }. { $about }
mail-withheld-note = The moderator adds: { $note }
mail-withheld-next = You may write again without the part that broke the rule.
mail-restored-subject = A post in thread { $number } is shown again
mail-restored-text = A moderator has restored your post in the thread “{ $title }”.
mail-answered-subject = { $unit } answered thread { $number }
mail-answered-text = { $unit } has answered “{ $title }”:
mail-answered-ask = Did this help? Confirm or reopen within { $days } working days; after that the case closes by itself.
mail-declined-subject = { $unit } declined thread { $number }
mail-declined-text = { $unit } declined “{ $title }” for this reason:
mail-declined-next = If you think the reason is wrong, you can reopen the thread.
mail-digest-subject = { $unit }: what citizens said, { $from } – { $to }
mail-digest-hello = Dear { $head },
mail-digest-one = The one thing for this week
mail-digest-one-late =
    { $late ->
        [one] One thread is
       *[other] { $late } threads are
    } past the limit. Begin with { $number }, { $days ->
        [one] one working day
       *[other] { $days } working days
    } late.
mail-digest-one-weak = Nothing is late. The weakest element this year: { $element }, { $score } of 100.
mail-digest-one-negative = Nothing is late. { $n } of { $total } posts this week are negative; read those below.
mail-digest-one-quiet = Nothing is late. Thank you; keep it up.
mail-digest-figures = Figures
mail-digest-measure = Measure
mail-digest-now = This week
mail-digest-before = Before
mail-digest-threads = New threads
mail-digest-posts = Posts negative / neutral / positive
mail-digest-answered = First answers
mail-digest-on-time = … in time
mail-digest-took = Time to the answer (mean)
mail-digest-days = { $n } days
mail-digest-ratings = Ratings
mail-digest-overall = Overall mark (1–4)
mail-digest-ikm = IKM of twelve months: { $score }, { $class } (grade { $letter }), from { $n } respondents.
mail-digest-no-ikm = No IKM yet: { $n } respondents, at least { $min } are needed.
mail-digest-standing = Just now { $open } threads wait for an answer, { $late } of them past the limit.
mail-digest-late = Past the limit
mail-digest-late-days =
    { $n ->
        [one] one working day
       *[other] { $n } working days
    } late
mail-digest-worth = Worth reading
mail-digest-supports =
    { $n ->
        [one] one support
       *[other] { $n } supports
    }
mail-digest-inbox = Open the inbox
mail-digest-unit = Unit page
mail-digest-machine = Tone is read by machine; about one in ten may be wrong.
mail-reminder-subject = Threads: { $late } late, { $soon } due soon
mail-reminder-hello = Hello { $name }, these threads wait for your answer, or nobody has taken them yet.
mail-reminder-hello-head = Dear { $name }, these threads of your unit are late.
mail-reminder-late = Late: { $n }
mail-reminder-soon = Due today or on the next working day: { $n }
mail-reminder-days-left = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
}
mail-reminder-more = … and { $n } more in the inbox.
mail-moved-subject = Thread { $number } is with { $unit } now
mail-moved-text = “{ $title }” has been moved to { $unit }. The reason:
mail-moved-clock = Its deadline stays the same.
