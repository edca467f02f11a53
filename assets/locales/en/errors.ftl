error-home = Home page
error-back = Back to the page you came from
error-sign-in-title = Please sign in first
error-sign-in-text = This page or action needs an account. Sign in, then try again.
error-not-found-title = Page not found
error-not-found-text = The address may be mistyped, or what it showed is not public.
error-forbidden-title = You may not do this
error-forbidden-text = Your account does not have the role that this needs.
error-invalid-title = Something is missing
error-invalid-text = Go back and mend this:
error-conflict-title = Things have changed
error-conflict-text = This no longer fits the present state.
error-too-many-title = Too many requests
error-too-many-text = To keep the service quick for all, requests are limited.
error-wait-seconds =
    Try again in { $n ->
        [one] one second
       *[other] { $n } seconds
    }.
error-wait-minutes =
    Try again in { $n ->
        [one] one minute
       *[other] { $n } minutes
    }.
error-unavailable-title = The service is busy
error-unavailable-text = The database cannot be reached just now. Wait a moment and try again; nothing is lost.
error-internal-title = Something went wrong on our side
error-internal-text = It has been noted. Try again; if it comes back, tell the operator the reference below.
error-reference = Reference: { $reference }
error-stale-form-title = The form has expired
error-stale-form-text = For safety, a form works only in the browser and session that opened it. Open the page again and send it anew.
error-too-large-title = Too large
error-too-large-text = Make it shorter, then send it again.
error-not-text-title = What was sent can't be read
error-not-text-text = It is not a form, or not UTF-8 text.
error-method-title = That method does not work here
error-method-text = Open the page by a link, or send its form.
error-typed-title = What you wrote
error-typed-text = Copy it from here so that it is not lost.
fault-empty = Fill this in.
fault-too-long = Too long: { $got } characters, at most { $max }.
fault-no-words = Put the title in words; pictures alone are not read by everyone.
fault-choose = Choose one.
fault-service = There is no such service. Choose one from the list.
fault-email = Write a whole email address, such as name@example.org.
fault-stale-form = This form was open too long. Send it once more.
fault-rate-something = Give at least one mark.
fault-tracking-code = This code does not match. Check its letters and digits.
fault-login-code = This code is wrong or no longer good. Check it, or ask for a new one.
fault-rule-needed = Choose the rule that was broken.
fault-unit = This role needs a unit.
fault-no-unit = This role is city-wide; leave the unit empty.
fault-granted = This role is held already.
conflict-step = This step does not fit the thread's present status. Reload the page.
conflict-form = This form was already sent with other contents.
conflict-not-public = This thread is not public, so nobody can reply to it or support it yet.
conflict-cookie = Your browser refuses cookies, so a support or report cannot be counted just once. Allow cookies, or sign in.
conflict-answered-since = A colleague answered while you were writing. Read that first; your text is still below.
conflict-reopen-late = The time to reopen has passed. Write a new thread.
conflict-decided = Another moderator has decided already. Reload the queue.
conflict-own-admin = You cannot end your own admin role. Ask another admin.
conflict-audit = The audit log is being written by another process. Try again.
calendar-fault-cells = This line must hold a date, a name and a kind.
calendar-fault-date = The date must look like 2026-08-17.
calendar-fault-name = The holiday's name is empty or too long.
calendar-fault-duplicate = This date stands twice.
calendar-fault-nothing = There is no holiday in this file.
conflict-schema = The database has the schema of another version. Start the server of this version first: it brings it up to date.
conflict-not-empty = This database holds something already. --replace replaces it.
import-fault-slug = slug: write 1 to 60 small letters, digits and hyphens.
import-fault-name = name: is empty.
import-fault-active = active: write true or false.
import-fault-class = deadline_class: write simple, standard or supervised.
import-fault-unit = unit: no unit is called “{ $name }”.
import-fault-parent = parent: no other unit is called “{ $name }”.
import-fault-twice = slug: { $slug } stands in line { $line } already.
import-fault-circle = parent: units stand below each other in a circle.
import-fault-row = { $problem }
import-fault-many = More than { $max } rows.
fault-same-service = The thread is at that service already. Choose another.
conflict-contested = The city's coordinator is deciding on this thread.
conflict-moved = This thread has been moved before. Only the city's coordinator can move it again.
conflict-not-moved = Only a thread that was moved to this unit can be handed back.
