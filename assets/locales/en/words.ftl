kind-complaint = Complaint
kind-suggestion = Suggestion
kind-question = Question
kind-praise = Praise
kind-about-complaint = Something is wrong and needs mending.
kind-about-suggestion = There is a better way.
kind-about-question = You want to know requirements, costs or how to go about it.
kind-about-praise = Something deserves thanks.
status-submitted = With a moderator
status-routed = With the unit
status-in-progress = In progress
status-answered = Answered
status-resolved = Resolved
status-declined = Declined
status-merged = Merged
status-about-submitted = A moderator reads this thread before it goes to the unit.
status-about-routed = The thread is in the unit's inbox; nobody has taken it yet.
status-about-in-progress = The unit's staff are working on it.
status-about-answered = The unit has answered. The author can confirm or reopen.
status-about-resolved = The case is closed.
status-about-declined = The unit or a moderator declined it; the timeline says why.
status-about-merged = It goes on in another thread.
appear-named = By name
appear-pseudonym = By a pseudonym
appear-anonymous = Anonymous
appear-confidential = Confidential
appear-about-named = Everyone sees your name beside what you write.
appear-about-pseudonym = Everyone sees the pseudonym you choose.
appear-about-anonymous = Everyone sees the text; nobody, not even the unit, sees who you are.
appear-about-confidential = Only the unit, the city's coordinator and moderators read it; they do not see who you are.
author-anonymous = A citizen
author-confidential = A citizen (confidential)
visibility-public = Public
visibility-held = Waiting for a moderator
visibility-refused = Not published
visibility-confidential = Confidential
visibility-hidden = Hidden
clock-due =
    { $n ->
        [one] one working day left
       *[other] { $n } working days left
    }
clock-today = Due today
clock-late =
    { $n ->
        [one] one working day late
       *[other] { $n } working days late
    }
clock-met = Answered in time
clock-met-late =
    Answered { $n ->
        [one] one working day
       *[other] { $n } working days
    } late
clock-by = by { $date }
deadline-verify = Verification
deadline-simple = Simple case
deadline-standard = Ordinary case
deadline-supervised = Case with examination
deadline-citizen-reply = Citizen's response
score-1 = Poor
score-2 = Fair
score-3 = Good
score-4 = Very good
element-u1 = Requirements
element-u2 = System, mechanism and procedure
element-u3 = Time taken
element-u4 = Cost or fee
element-u5 = Product of the service
element-u6 = Competence of staff
element-u7 = Conduct of staff
element-u8 = Facilities
element-u9 = Handling of complaints and suggestions
ikm-class-a = Very good
ikm-class-b = Good
ikm-class-c = Fair
ikm-class-d = Poor
ikm-meaning = { $class } (grade { $letter }), of 100 · { $n } respondents, between { $low } and { $high }
ikm-too-few = Not enough answers yet: { $n } of at least { $min }.
polarity-negative = Negative
polarity-neutral = Neutral
polarity-positive = Positive
polarity-none = Nothing was written in this period.
polarity-veiled = Of { $n } posts; one of the three has fewer than { $few }, so they are not told apart.
polarity-about = Read by machine from { $n } posts; about one in ten may be wrong.
elements-caption = Score of each element (25–100)
elements-element = Element
elements-score = Score and grade
months-label = Tone of citizens' posts by month
months-month = Month
chart-table = The figures
role-staff = Unit staff
role-unit-head = Unit head
role-deputy = Deputy unit head
role-moderator = Moderator
role-admin = Admin
role-coordinator = City coordinator
step-transfer = Moved
step-contest = The unit says it isn't its task; the city's coordinator decides
field-layanan = Service
field-kind = Kind
field-title = Title
field-body = Text
field-appear = How you appear
field-name = Name
field-email = Email
field-overall = Mark
field-rule = Rule
field-note = Note
field-decision = Decision
field-reason = Reason
field-why = Reason
field-contest = Reason
field-lang = Language
field-role = Role
field-unit = Unit
field-position = Position
field-code = Code
field-form-id = Form
role-citizen = Citizen
