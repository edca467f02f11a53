thread-reply-as = It appears as { $name }.
thread-reply-unnamed = Show me as Citizen, without my name
thread-reply-hint-confidential = Read by the unit, the coordinator and moderators; not by the public. Private data in it are masked.
edit-about-confidential = You may change it until { $until }. The unit, the coordinator and moderators can still read earlier versions. After that, add a reply.
error-no-thread-title = This thread is not open to the public
error-no-thread-text = The address may be mistyped, or the thread is confidential or still being checked. If you wrote it, open it with your tracking code.
