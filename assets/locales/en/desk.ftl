flash-reply-held = Your reply has been received. A moderator reads it first; until it is shown, only you and the moderators see it.
