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
templates-manage = Manage templates
flash-template-saved = Template saved.
flash-template-removed = Template removed.
conflict-templates = There are as many templates as there may be. Remove one that isn't used.
fault-template-variable = There is no variable { $name }.
fault-template-unit = You can make templates for your own unit only.
