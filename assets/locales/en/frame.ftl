frame-skip = Skip to content
frame-nav = Main menu
frame-threads = Threads
frame-units = Service units
frame-track = Track
frame-inbox = Inbox
frame-moderation = Moderation
frame-admin = Admin
frame-sign-in = Sign in
frame-sign-out = Sign out
frame-write = Write
frame-about = Where citizens and the city sit down together: to write, to answer, to mend services.
frame-more = More
frame-log = Moderation log
frame-rules = Rules
frame-source = Source code
frame-privacy = Privacy
frame-language = Language
cancel = Cancel
choose = Choose…
field-optional = (optional)
faults-title =
    { $n ->
        [one] One field needs your attention
       *[other] { $n } fields need your attention
    }
pager-label = Pages
pager-newer = Previous
pager-older = Next
crumbs-label = You are here
lang-id = Indonesian
lang-en = English
lang-min = Minangkabau
frame-board = Coordination
frame-mine = Your menu
frame-account = My account
frame-description = What people in { $city } say about public services: write a complaint, suggestion, question or praise, rate a service, and read the official answers.
