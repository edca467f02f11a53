follow = Follow
unfollow = Stop following
follow-change = Set the news
follow-title = Follow this?
follow-every = News by email
follow-every-once = At once
follow-every-day = Every day
follow-every-week = Every week
follow-every-never = No email
follow-about-once = As soon as there is something new. What comes close together is gathered: at most one email in 15 minutes.
follow-about-day = One email a day, if there is something new.
follow-about-week = One email a week, if there is something new.
follow-about-never = Only on the News page.
follow-name-thread = Thread: { $title }
follow-name-unit = Unit: { $name }
follow-name-service = Service: { $name }, { $unit }
follow-name-search = Search: { $what }
follow-name-gone = Can’t be read any more
follow-name-more = { $n ->
    [one] one more filter
   *[other] { $n } more filters
}
follow-name-all = all threads
follows-title = What I follow
follows-about = News by email goes to { $email }. Each email can be stopped with one tap, without signing in.
follows-stopped = All emails with news are stopped, by the link in one of them.
follows-resume = Send them again
follows-empty = You follow nothing yet
follows-empty-text = Open a thread, a unit or the results of a search, and tap Follow.
follows-since = Since
follows-change = Save
news-title = News
news-unread = { $n ->
    [0] All read.
    [one] One unread.
   *[other] { $n } unread.
}
news-read-all = Mark all as read
news-read = Mark as read
news-new = New
news-gone = This can’t be read any more: a moderator has hidden it.
news-empty = No news yet
news-empty-text = Follow a thread, a unit, a service or a search; what happens there shows up here.
news-empty-waiting = As soon as something happens in what you follow, it shows up here.
news-by-own = your own thread
news-by-thread = a thread you follow
news-by-unit = a unit you follow
news-by-service = a service you follow
news-by-search = a search you follow
news-what-opened = New thread for { $unit }
news-what-answered = { $unit } has answered
news-what-revised = { $unit } has changed its answer
news-what-asked = { $unit } asks back
news-what-replied = A citizen has replied
news-what-declined = { $unit } has closed it with a reason
news-what-moved = Moved to { $unit }
news-what-confirmed = The author says it helped
news-what-reopened = The author has reopened it
news-what-lapsed = Closed, since the author did not respond
news-what-joined = Joined to another thread
news-leave = Stop all emails with news
news-mail-subject = { $n ->
    [one] One piece of news from what you follow
   *[other] { $n } pieces of news from what you follow
}
news-mail-hello = Hello { $name }, this is new in what you follow.
news-mail-stop = Stop news about this: { $url }
news-mail-more = { $n ->
    [one] And one more on the News page.
   *[other] And { $n } more on the News page.
}
news-mail-all = Open all news
news-mail-change = Set what I follow
leave-news-title = Stop emails with news?
leave-news-about = No more emails about the threads, units, services and searches that you follow. The news stays on the News page. You need not sign in.
leave-news-done-title = Emails with news have stopped
leave-news-done-about = We send you no more emails with news. A slip of the finger?
leave-news-undone-title = Emails with news come again
leave-news-undone-about = You receive emails with news as before. All of it can be set on the page What I follow.
leave-follow-title = Stop emails about this?
leave-follow-about = Only this one stops; the others stay. You need not sign in.
leave-follow-done-title = Emails about this have stopped
leave-follow-done-about = We send you no more emails about this. A slip of the finger?
leave-follow-undone-title = Emails about this come again
leave-follow-undone-about = You receive them again. How often can be set on the page What I follow.
frame-news = News
thread-reply-follow = Follow this thread
conflict-follows = You already follow 500 things. Stop some on the page What I follow, then try again.
flash-followed = You follow this. The news is on the News page; emails can be set there.
flash-unfollowed = You don’t follow this any more.
flash-follow-changed = Saved.
flash-follow-resumed = Emails with news come again.
flash-supported-follow = Your support counts. Want to know what comes of it? Tap Follow.
mail-purpose-news = News of what is followed
retention-news = News of what is followed, since it happened
thread-tracked-new = { $n ->
    [0] Nothing new since { $date }.
    [one] One new entry since { $date }.
   *[other] { $n } new entries since { $date }.
}
thread-tracked-first = See what is new
thread-ask-yours = Is this your report? Say whether the answer helped:
thread-ask-sign-in = sign in
thread-ask-track = use the tracking code
thread-ask-add = Add something
thread-share = Share
thread-share-address = Address of this thread
thread-share-go = Share the address
thread-share-copied = Address copied
