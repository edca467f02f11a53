write-title = Write
write-choose = About which service? Type what you need, or choose the unit.
write-choose-service = Choose the service.
write-nothing = Nothing matches
write-nothing-text = Try another word, such as the document's name, or choose from the units.
write-found =
    { $n ->
        [one] One service matches
       *[other] { $n } services match
    }
write-guessed = Perhaps one of these
write-by-unit = Choose a unit
write-change = change
write-change-kept = What you have written is kept. Choose another service, or go back to the text.
write-kind = What is it?
write-subject = Title
write-subject-hint = One sentence, such as: Three hours in the queue for an ID card.
write-body = What happened
write-body-hint = What, where, when. Leave out identity and telephone numbers; any that slip in are masked.
write-appear = Who may know who you are?
write-signed-in = You are signed in as { $name }.
write-name = Name or pseudonym
write-name-hint = Used only if you chose to appear by name or pseudonym.
write-email = Email for news
write-email-hint = Only to tell you when there is an answer. Not shown, and not seen by the unit.
write-preview = Preview
write-preview-title = How it will look
write-preview-about = This is exactly what everyone will read. It has not been sent yet.
write-preview-confidential = This is what the unit, the city's coordinator and moderators will read. It has not been sent yet.
write-masked =
    { $n ->
        [one] One piece
       *[other] { $n } pieces
    } of personal data masked.
write-send = Send
write-edit = Change it
write-done-title = Sent. Thank you.
write-done-held = A moderator reads everyone's first thread, and those with insults, threats or advertising. Then it is shown and reaches the unit.
write-done-public = Your thread is with the unit now.
write-done-number = Thread number
write-done-code = Tracking code
write-done-keep = Keep this code now: it can't be shown again. With it you read the answer, reply and reopen.
write-done-email = News goes to your email as well.
write-done-see = See the thread
