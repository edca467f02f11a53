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
mail-digest-late-days =
    { $n ->
        [one] one working day
       *[other] { $n } working days
    } late
mail-digest-inbox = Open the inbox
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
