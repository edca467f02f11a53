status-asked = Waiting for the author
status-about-asked = The unit has asked the author something; its time limit stands still until they answer.
step-ask = The unit asked the author
step-told = The author answered the unit's question
post-question = The unit's question
clock-paused =
    { $n ->
        [one] Time limit stands still, one working day left
       *[other] Time limit stands still, { $n } working days left
    }
inbox-asked = Waiting for author
case-ask = Ask the author
case-ask-label = Question
case-ask-hint = Everyone can read it, with your name and position. Don't ask for identity numbers, phones or addresses here. The time limit stands still until the author answers; without an answer within the set time the thread is closed.
case-ask-send = Send the question
thread-asked = The unit asks you something
thread-asked-text = Answer below. The unit's time limit stands still until you do; don't write identity numbers, phones or your home address.
thread-asked-answer = Answer the question
flash-asked = Question sent. The time limit stands still until the author answers.
field-question = Question
mail-asked-subject = { $unit } asks about thread { $number }
mail-asked-text = { $unit } asks you about “{ $title }”:
mail-asked-ask = Answer in the thread within { $days } working days. Without an answer it is closed; you can reopen it.
mail-purpose-asked = The unit's question
step-merge = Joined to another thread
step-join = Another thread was joined to this one
step-part = Parted again
case-merge = Join to another thread
case-merge-into = Number of the other thread
case-merge-hint = For two threads about the same thing. The author and supporters move along; both addresses keep working, and you can part them again.
case-merge-send = Join
case-part = Part again
case-part-about = This thread is joined to another. If they turn out not to be the same, part them: status and time limit are as they were.
thread-merged = This thread is joined to one about the same thing. Answers and what follows are at:
flash-merged = Threads joined. The author is told.
flash-parted = Threads parted again.
field-into = Number of the other thread
fault-merge-number = Write a thread's number, such as SWL-2026-00042, or paste its address.
fault-merge-self = A thread can't be joined to itself.
fault-merge-none = There is no public thread of that number.
fault-merge-unit = That thread is another unit's. Ask the city's coordinator to join them.
fault-merge-merged = That thread is itself joined to another. Choose that one.
conflict-merged = This thread is joined to another. Write or support there.
conflict-not-merged = This thread isn't joined to another.
mail-merged-subject = Thread { $number } is joined to one like it
mail-merged-text = Your thread “{ $title }” is joined to “{ $into }” ({ $number }) since both are about the same thing. You count as one of its supporters, and are told of its answers too.
mail-purpose-merged = Joined
templates-title = Answer templates
templates-about = Words you often use, to be fitted before they go. Don't send a template without answering the case.
templates-none = No templates yet
templates-none-text = Make one for an answer you often write.
templates-new = New template
templates-unit = For unit
templates-city = The whole city
templates-name = Name
templates-name-hint = Such as Schedule of ID registration.
templates-body = Text
templates-body-hint = Replaced when used: { $variables }
templates-save = Save template
templates-change = Change
templates-remove = Remove
templates-uses =
    { $n ->
        [one] used once
       *[other] used { $n } times
    }
templates-pick = Begin with a template
templates-pick-about = The template is added after what you have written.
templates-manage = Manage templates
flash-template-saved = Template saved.
flash-template-removed = Template removed.
conflict-templates = There are as many templates as there may be. Remove one that isn't used.
fault-template-variable = There is no variable { $name }.
fault-template-unit = You can make templates for your own unit only.
