## guard
guard-stranger = This bot is private.
    Ask whoever runs it for an invitation.
guard-group = I only work in private chats.
guard-b-private = Open chat
guard-invitation-used = This invitation was used already, or is too old.
    Ask an admin of the bot for another one.
guard-short-description = WhatsApp campaigns from Telegram. Private bot.
guard-admins = Only an admin can do this.
guard-contested = Another program reads this bot's messages
    It may take what you write and tap. Turn off the one too many; campaigns go on.
guard-old = This menu is out of date. Here is the current one.
guard-error = Something failed on my side. Your draft is safe.
    It has been noted: code { $code }.
guard-description = WhatsApp campaigns from here: list, message, send.
    Private bot, for authorized people only.

## menu
menu-claimed = Done, { $name }: you run this bot now.
    Step 1 of 3: connect your WhatsApp.
menu-claim-used = This link was already used or has expired.
    Restart the program to get another one.
menu-first-link = WhatsApp connected: { $phone }
    Step 2 of 3: try it on yourself. You will get a message in your own chat.
menu-online-idle = WhatsApp connected · nothing sending
menu-online-sending = WhatsApp connected · { $count } { $count ->
        [one] campaign
       *[other] campaigns
    } sending
menu-not-linked = WhatsApp is not connected yet
menu-asleep = WhatsApp asleep · wakes up by itself
menu-reconnecting = Offline · try { $attempt } of { $of }
menu-offline = WhatsApp offline
menu-today = Today: { $sent }, { $replies }.
menu-next = Next: { $at }.
menu-nothing = There is nothing to cancel.
menu-cancelled = Draft discarded.
menu-b-connect = Connect WhatsApp
menu-b-new = New campaign
menu-b-campaigns = Campaigns
menu-b-status = Status
menu-b-stats = Statistics
menu-b-optouts = Opt-outs
menu-b-help = Help
menu-b-settings = Settings
menu-b-menu = Menu
menu-b-panel = Open panel
menu-b-panel-short = Panel
menu-b-self = Send myself a test
menu-b-skip = Skip and create a campaign
menu-c-start = Menu
menu-c-connect = Connect WhatsApp
menu-c-new = New campaign
menu-c-campaigns = My campaigns
menu-c-status = Status now
menu-c-stats = Statistics
menu-c-optouts = Opt-outs
menu-c-disable = Safe restart
menu-c-logout = Unlink WhatsApp
menu-c-settings = Settings
menu-c-operators = Team
menu-c-logs = Logs of the program
menu-c-enable = Turn on
menu-c-cancel = Cancel what I am doing
menu-c-help = Help
help-show = What can I help you with?
help-list = How to prepare the list
    One column with numbers; the others, details such as the name.
    Without a country code, I use your country's.
    In Excel: File → Save As → CSV.
    If Excel shows 5.95981E+11: column → Format → Text, and paste the numbers again.
help-text = How to write the message
    Write {"{"}name{"}"} where a detail from your list goes.
    If it may be missing: {"{"}name|friend{"}"}
    You can also send photos, PDF, video or audio, with text before or after.
    Bold: *like this*. Italic: _like this_. Struck: ~like this~.
help-connect = How to connect WhatsApp
    On the other phone: WhatsApp → Settings (or ⋮ menu) → Linked devices → Link a device.
    Scan the code I send you. The phone must have internet.
    Is it on this very phone? Ask for a code of 8 letters: copy it and type it there.
help-limits = How to take care of your number
    Write only to people who agreed; begin with those who know you.
    With a new link few new people a day get a message; the limit grows by itself over the weeks. Who wrote to you lately doesn't count.
    Nothing leaves in the quiet hours: whoever is annoyed blocks you.
    If WhatsApp limits you, I wait until the time it gives, and go on by myself. Nobody is lost.
    Don't insist: linking again or changing the number makes the limit worse.
help-limits-today = Today's limit: { $cap }.
help-trouble = Something doesn't work
    No connection: see that the phone has internet, and tap Reconnect.
    Nothing leaves: Status says what it waits for, and until when.
    Failed ones: the campaign's report gives the reason for each number.
    Many without WhatsApp: the list is old, or lacks the country code.
    A button does nothing: type /start and go on from the menu.
help-team = The team
    Invite by a link: it is good for 24 hours, and once.
    Operators make campaigns, pause them and read reports. Admins also change the settings and the team, and restart.
    Removing somebody counts at once; their campaigns go on.
    The record keeps who did what, and can be exported.
help-consent = Opt-outs and consent
    Anyone who answers STOP, BAJA or SAIR leaves the list at once and gets no more campaigns.
    Before sending, you confirm that these people agreed. It is kept with your name.
    If somebody asks in another way, add them in Opt-outs.
help-power = Restart or turn off
    /disable finishes what is on its way, saves, and is back in seconds.
    /disable hold turns off until /enable.
    /logout unlinks WhatsApp; coming back may be hard.
    Campaigns go on where they were.
help-b-list = Prepare the list
help-b-text = Write the message
help-b-connect = Connect WhatsApp
help-b-limits = Protect number
help-b-consent = Opt-outs, consent
help-b-trouble = Something doesn't work
help-b-team = The team
help-b-people = See the team
help-b-power = Restart / turn off
help-b-doctor = Check that all works
help-b-restart = Restart now
help-b-hold = Turn off
help-b-logout = Unlink
help-b-sample = See an example
help-b-example = See a sample list
help-sample = An example of a list. Change it and send it to me.
help-sample-name = example.csv
help-sample-csv = phone,name
    0981 123456,Ana
    0971 555000,Luis

## connect
connect-scan = Scan this code with WhatsApp · expires { $when }
    On the other phone: WhatsApp → Settings (or menu ⋮) → Linked devices → Link a device.
    Is WhatsApp on this very phone? Use a code of 8 letters.
connect-scanned = Code scanned. Finishing the link…
connect-typed = If that phone says it is wrong, type it once more: { $code }
connect-stuck = The phone doesn't finish linking
    WhatsApp may want a passkey of that account; this program can't do that step.
    Look at that phone. Try the other way of linking, or wait a day; insisting doesn't help.
connect-passkey = WhatsApp asks for a passkey
    It is a step that WhatsApp demands of some accounts when linking, and this program can't do it.
    Try the other way of linking, wait a day, or link another number. Nothing is lost.
connect-expired = The code expired. No problem.
    Ask for another when you have the phone at hand.
    Had you read it already and it didn't finish? WhatsApp may ask for a passkey: try the other way.
connect-number = Which number does that WhatsApp have?
    Tap "Share my number" or type it with its country code: +595 981 123 456
connect-number-wrong = That number is not valid.
    Type it with its country code: +595 981 123 456
connect-number-country = The country code is missing.
    Type it with + and the code: +595 981 123 456
connect-letters = Your code: { $code } · expires { $when }
    For { $phone }
    1. WhatsApp → Settings (or menu ⋮) → Linked devices.
    2. Link a device → Link with phone number instead.
    3. Type the code. If no notification comes, go on all the same.
connect-too-many = Another code of 8 letters: { $when }
    Asking too often makes WhatsApp refuse them. The QR you can have now.
connect-refused = WhatsApp gave no code for that number
    Check that { $phone } is the one of that WhatsApp, or use the QR.
connect-no-answer = No code came from WhatsApp
    It may be the connection, or somebody else asked for another. Try again or use the QR.
connect-asking = Asking WhatsApp for a code…
connect-online = WhatsApp connected: { $phone }
connect-goes-on = Campaign { $id } goes on by itself from { $done } of { $people }.
connect-already = WhatsApp is already connected: { $phone }
connect-lost = WhatsApp offline since { $at }
    I tried 5 times. Check that the phone has internet. Nothing was lost.
connect-removed = WhatsApp logged this bot out
    It was removed under "Linked devices". Link again to go on.
connect-removed-away = WhatsApp ended the session while we were away
    That phone removed it, or went two weeks without being used. Link again to go on; nothing is lost.
connect-locked = WhatsApp locked this account
    Open WhatsApp on the phone and ask for a review. I won't insist on my own.
connect-unknown = WhatsApp logged this bot out (code { $code })
    Link again to go on. Nothing was lost.
connect-banned = WhatsApp closed this account
    That number can’t use WhatsApp any more. You can ask for a review on the phone. I don’t insist by myself.
connect-suspended = WhatsApp suspended the account until { $until }
    I wait until then. Insisting can get your number banned.
connect-suspended-unknown = WhatsApp suspended the account
    It didn't say until when. I wait a day before trying again.
connect-why-strangers = Their reason: many people were written to who did not expect it.
connect-why-blocked = Their reason: many people blocked this number.
connect-why-groups = Their reason: many groups were made with strangers.
connect-why-same-text = Their reason: the same text went out too many times.
connect-why-broadcast = Their reason: too many messages to broadcast lists.
connect-unreachable = I could not reach WhatsApp
    This server has no internet, or WhatsApp doesn’t answer. Try again in a minute.
connect-replaced = This session is open somewhere else
    Another program has been using the same link since { $at }. I won't fight it: you decide.
connect-out = I stay out: the session stays with the other program
    Nothing leaves or comes in here, not after a restart either. You can come back whenever you like.
connect-outdated = WhatsApp asks for a newer version
    Update this program. The campaigns wait; nothing was lost.
connect-cancelled = All right, we leave it for later.
connect-reconnecting = Trying again…
connect-awake = I stay awake.
connect-drowsy = Going to sleep in { $time }: nobody uses me
connect-asleep = Asleep. I wake up by myself if there is something to send.
connect-waking = Waking up…
connect-b-later = Leave it for later
connect-b-code = New code
connect-b-again = Link again
connect-b-retry = Reconnect
connect-b-take = Take control
connect-b-out = Stay out
connect-b-awake = Stay awake
connect-b-wake = Wake up
connect-b-try = Try again
connect-b-here = It is on this phone
connect-b-letters = Use 8 letters
connect-b-qr = Use QR
connect-b-copy = Copy code
connect-b-other-code = Another code
connect-b-number = Another number
connect-b-share = Share my number
connect-b-stop = Cancel
connect-imported = WhatsApp is linked: I use the session that was here
    Account { $phone }, without scanning. Stop the program before this one: two can't use one session.
    Its files are kept in bot_sessions, in { $folder }.
connect-import-damaged = I found an earlier session, but it is damaged
    I left it as it is. Link again with a code, or put its whole files into bot_sessions and restart.
connect-import-unlinked = I found an earlier session that is not linked
    I left it as it is. Link with a code.
connect-import-several = I found several earlier sessions
    I left them as they are: keep only the folder that you want in bot_sessions and restart, or link with a code.

## new
new-list = Step 1 of 3: send me the list
    A file .xlsx, .csv or .vcf with the numbers. You can also paste them here or share contacts.
new-exists = You have a draft: { $name }, { $people }
new-exists-since = It is from { $when }. Starting another one throws it away.
new-reading = Reading { $name } · { $rows } rows
new-read = List read: { $people } to write to
new-read-pasted = List: { $people } · just added { $added }
new-read-column = Numbers: column "{ $column }". Without country code: { $country }.
new-read-no-column = Without country code: { $country }.
new-read-no-country = All need a country code: I don't know where the others are from.
new-read-sheet = Sheet "{ $sheet }"{ $others ->
        [0] .
        [one] ; there is another sheet with data that I leave out.
       *[other] ; there are { $others } other sheets with data that I leave out.
    }
new-read-contacts = Of each contact I use the mobile number; without one, another number.
new-read-more = You can send more numbers or contacts: they are added.
new-read-accents = Do these read well? { $values }
new-read-several = { $count ->
        [one] One row has
       *[other] { $shown } rows have
    } several numbers: I use one, the mobile first.
new-read-landlines = { $count ->
        [one] One looks like a landline: I write to it if it has
       *[other] { $shown } look like landlines: I write to them if they have
    } WhatsApp.
new-read-out = Left out: { $parts }.
new-read-repeated = Of each repeated number the first row stays.
new-read-joined = Rows of one number go in one message: { $example }.
new-read-each = Each row of a repeated number is a message.
new-read-damaged = { $count ->
        [one] Excel damaged 1 number: it is among those not valid.
       *[other] Excel damaged { $shown } numbers: they are among those not valid.
    }
new-read-fields = Details for the message: { $fields }
new-columns = Which column has the numbers?
new-countries = Which country are the numbers without a code from?
new-country-ask = Which country are the numbers without a code from?
    Type it: its name or its code, for example Paraguay or +595.
new-country-unknown = I don't know that country: { $text }
    Type its name or its code, for example Paraguay or +595.
new-content = Step 2 of 3: now the message
    Write it, or send photos, PDF, video or audio (with text if you like).
new-content-fields = You can use { $fields }. If the detail is missing: { $example }
new-unknown = I don't know { $field }
    Your list has: { $fields }. Edit your message or send it again.
new-unknown-none = I don't know { $field }
    Your list has no named details. Edit your message or send it again.
new-gap = { $shown } { $count ->
        [one] person has
       *[other] people have
    } no { $field }
    Before sending: what do I put there, or do I leave { $count ->
        [one] that person
       *[other] them
    } out?
new-gap-ask = What do I put where { $field } is missing?
    Write it: a word that fits anybody.
new-gap-nobody = Then nobody would be left to write to.
new-gap-file = incomplete-rows.csv
new-gap-friend = friend
new-gap-client = customer
new-gap-example = { $one } and { $other }
new-left-out = I leave out { $shown } { $count ->
        [one] person
       *[other] people
    } without { $fields }.
new-left-out-long = I leave out { $shown } { $count ->
        [one] person
       *[other] people
    } whose text is too long.
new-repeated = { $shown } { $count ->
        [one] row repeats
       *[other] rows repeat
    } a number: what do I do?
    For example, a mother who is there twice, for two children.
    Now: { $now }.
new-repeated-first = only the first row counts
new-repeated-joined = one message with the details of all
new-repeated-each = one message for each row
new-more = Options of the draft
new-name-ask = What is this campaign called?
    Only your team sees it. Now: { $name }
new-link-found = Link preview: { $title }
new-link-looking = Looking at the link…
new-link-failed = No link preview: I could not read { $link }
new-link-none = No link preview: the message has no link.
new-link-differs = No link preview: each person has another link.
new-link-media = No link preview: with files WhatsApp shows none.
new-preview = Step 3 of 3: check what goes to { $people } { $count ->
        [one] person
       *[other] people
    }
new-for-number = For { $phone }
new-for-empty = For { $phone }, with details missing
new-for-name = For { $name } ({ $phone })
new-for-name-empty = For { $name } ({ $phone }), with details missing
new-for-nameless = For { $phone }, without a name in the list
new-when = When: now. Pace: { $pace }, ends around { $end }.
new-when-two = When: { $first } leave today, { $second } tomorrow. Pace: { $pace }; ends { $end }.
new-when-days = When: { $first } leave today, then { $second }, the rest on the days after. Pace: { $pace }; ends { $end }.
new-when-later = When: begins { $start }. Pace: { $pace }, ends around { $end }.
new-when-later-two = When: begins { $start }; { $first } leave, { $second } the day after. Pace: { $pace }; ends { $end }.
new-when-later-days = When: begins { $start }; { $first } leave, then { $second }, the rest on the days after. Pace: { $pace }; ends { $end }.
new-when-closing = Each day it closes at { $time } and goes on in the morning.
new-when-by = Spread to end: { $by }.
new-when-late = Not enough time until { $by }: it ends { $end }. Try another pace.
new-content-files = It has { $what } now. Send more files or a text.
new-content-now = It has { $what } now. Send more files or another text.
new-has-image = { $count ->
        [one] a photo
       *[other] { $count } photos
    }
new-has-video = { $count ->
        [one] a video
       *[other] { $count } videos
    }
new-has-voice = { $count ->
        [one] a voice note
       *[other] { $count } voice notes
    }
new-has-document = { $count ->
        [one] a file
       *[other] { $count } files
    }
new-has-text = a text
new-carries = It carries { $what }.
new-file-named = File: { $name }
new-file-renamed = { $was } is a { $kind } in truth: it goes as { $name }.
new-file-was = { $was } is { $what } in truth: it goes as that.
new-is-image = a photo
new-is-video = a video
new-is-voice = an audio
new-file-program = { $name } is a program: many phones won't open it.
new-file-unknown = I don't know what { $name } is: people may not be able to open it.
new-text-first = The text goes before the voice note, in a message of its own.
new-other-text = Write the new text. The files stay.
new-receiving = I am still receiving your files. One moment.
new-late = { $count ->
        [one] Another file of the same album came. Add it too?
       *[other] { $count } more files of the same album came. Add them?
    }
new-too-late = This file came late: the campaign went without it.
new-recompressed = Telegram shrank your photo. To send it intact, send it as a File.
new-not-linked = WhatsApp is not connected. Your draft stays ready.
new-pace = At what pace?
    Careful protects a new account. Max is only for people who write to you often.
new-consent = { $count ->
        [one] Did this person agree to get your messages?
       *[other] Did these { $shown } people agree to get your messages?
    }
    It is kept on record with your name. Writing without permission can get your number banned.
new-again = Send now to { $people }?
new-sent = Sent as campaign { $id }
new-started = Already under way: campaign { $id }
new-other-list = I expect the message now. Is this another list?
new-pasted-name = numbers sent
new-big-image = The photo is { $size } MB and the most is { $most }.
    Send it as a photo, not as a file.
new-big-video = The video is { $size } MB and WhatsApp takes { $most }.
    Make it shorter. Or shall I send it as a file?
new-big-audio = The audio is { $size } MB and WhatsApp takes { $most }.
    Make it shorter. Or shall I send it as a file?
new-big-file = The file is { $size } MB and I can only receive { $most }.
    That is Telegram's limit. Compress it, or send a link in the text.
new-photo-broken = That image is damaged.
    Open it on your phone, save it again and send it.
new-photo-huge = The image has { $megapixels } megapixels; the most is { $most }.
    Send it as a photo, not as a file: Telegram makes it smaller.
new-photo-animated = That image moves, and I can't send it as a photo.
    Send it as a GIF or video, not as a file. Or shall I send it as a file?
new-photo-heic = I can't open HEIC photos of iPhones.
    Send it as a photo, not as a file: Telegram converts it. Or shall I send it as a file?
new-file-empty = That file is empty.
    Send it again.
new-file-broken = That file is damaged or is no .{ $kind }.
    Open it, save it again and send it. Or shall I send it as it is, as a file?
new-video-kind = Phones don't play .{ $kind } videos.
    Send it as a video, not as a file: Telegram converts it. Or shall I send it as a file?
new-voice-missing = I can't make a voice note of this audio.
    The server has no ffmpeg; an audio recorded in Telegram works. Shall I send it as a file?
new-voice-failed = I can't make a voice note of this audio.
    It may be damaged. Shall I send it as a file?
new-files-full = There are { $most } files already; no more fit.
new-caption-long = With files { $most } letters fit, and the text has { $length }.
    Shorten it and send it again, or remove the files.
new-photo-other = I can't send that.
    Send text, photos, PDF, video or audio.
new-text-long = The message is too long: { $length } of { $most } letters.
    Shorten it and send it again.
new-self-text = Hello, I am the test of your campaign bot. If you read this in your own chat, all is well.
new-tested-first = Your test went out: look at it in WhatsApp.
    Step 3 of 3: send me your list (.csv or .xlsx) whenever you like.
new-tested = Test sent: look at it in your own WhatsApp chat.
new-test-late = Your test is still waiting
    It leaves as soon as it can, and I tell you.
new-test-failed = Your test did not go out
    Reason: { $reason }. Nobody else got anything.
new-test-offline = WhatsApp is not connected: the test can't leave yet.
new-test-sending = Sending the test to your WhatsApp…
new-test-twice = That test is on its way already.
new-pace-careful = careful
new-pace-normal = normal
new-pace-maximum = max
new-pace-own = { $pace } a minute
new-pace-no-maximum = Maximum is offered after a week of being linked, or when you say since when the number is yours.
new-pace-ask = How many messages a minute?
    Write a number from { $least } to { $most }. They leave evenly, not in bursts.
new-pace-wrong = That is no pace. Write a number from { $least } to { $most }.
    For example: 20
new-by = By what time should all be out?
    I spread it until then, never faster than the pace that was chosen. If some are left then, I ask you.
new-closing = At what time does this campaign close each day?
    Nothing leaves after it; it goes on by itself the next morning. Or write another: 18:30
new-closing-wrong = That is no hour. Write it like this: 18:30
    Nothing leaves after it; it goes on by itself the next morning.
new-b-pace-careful = Careful · { $end }
new-b-pace-normal = Normal · { $end }
new-b-pace-maximum = Max · { $end }
new-b-pace-ask = Another pace
new-b-pace-own = Another pace: { $pace } a minute
new-b-by = Be done by a time
new-b-by-set = Done by { $by }
new-b-by-none = No end time
new-b-closing = Daily closing: no
new-b-closing-set = Daily closing: { $time }
new-b-closing-none = No closing
new-b-owned = How long the number is mine
new-b-continue = Keep that one
new-b-other = Start over
new-b-cancel = Cancel
new-b-ok = All good
new-b-column = Other column
new-b-country = Other country
new-b-country-ask = Type another one
new-b-bad = See bad rows
new-b-file = Other file
new-b-back = Back
new-b-fix = Use { $field }
new-b-keep-field = Leave { $field } as it is
new-b-gap-word = Use "{ $word }"
new-b-gap-ask = Write something
new-b-gap-none = Put nothing
new-b-gap-skip = { $count ->
        [one] Leave that person out
       *[other] Leave those { $shown } out
    }
new-b-gap-show = See which
new-b-gap-back = Take them back in
new-b-repeated = Repeated numbers
new-b-repeated-first = Only the first row
new-b-repeated-joined = One message: { $example }
new-b-repeated-each = One message for each row
new-b-more = More options
new-b-links-on = Link preview: yes
new-b-links-off = Link preview: no
new-b-send = Send to { $people }
new-b-test = Send me a test
new-b-test-again = Try again
new-b-rows = Next 3 rows
new-b-message = Message
new-b-list = List
new-b-pace = Pace
new-b-footer-on = Footer "{ $words }": yes
new-b-footer-off = Footer "{ $words }": no
new-b-discard = Discard
new-b-yes-consent = Yes, they did. Send
new-b-unsure = I'm not sure
new-b-yes-send = Yes, send
new-b-connect = Connect and send
new-b-no-files = Remove files
new-b-other-text = Change text
new-b-no-text = Remove text
new-b-late = Yes, add
new-b-not-late = No, go on
new-b-another = Send another
new-b-as-file = Yes, as a file
new-b-list-as-file = Send it as a file
new-b-swap = Yes, change the list
new-b-keep = No, go on
new-b-column-n = Column { $n }
new-b-page = { $at } of { $pages }
new-b-stop = Stop
saved-list = Your saved messages
saved-change = Which message do you want to change?
saved-none = There are no saved messages yet.
    Prepare a message and tap "Save message": all of your team will see it.
saved-line = { $name } · { $by }, { $at }
saved-by = Saved by { $by }: { $at }
saved-files = { $count ->
    [one] With one file
   *[other] With { $count } files
}
saved-remove = Delete "{ $name }"?
    Your team loses it too. Campaigns don't change.
saved-removed = Deleted.
saved-gone = That message is no longer there.
saved-lost = A file of that message is missing on the server.
    Prepare it again and save it anew.
saved-name = Under which name do I save it?
    Write it, or tap the one I propose.
saved-name-taken = There is a message of that name already.
    Write another one.
saved-name-empty = I need a name in letters.
    Write it, for example: Appointment reminder.
saved-done = Saved: { $name }
saved-b-save = Save message
saved-b-list = Saved messages
saved-b-change = Change, delete
saved-b-use = Use this message
saved-b-rename = Rename
saved-b-remove = Delete
saved-b-yes-remove = Yes, delete
savedlist-list = Your saved lists
savedlist-change = Which list do you want to change?
savedlist-none = There are no saved lists yet.
    Send a list and tap "Save list" in More options: your whole team will see it.
savedlist-by = Saved by { $by }: { $at }
savedlist-people = { $count ->
    [one] 1 person
   *[other] { $people } people
} · { $file }
savedlist-kept = It stays until you delete it; who opted out is left out when it is used.
savedlist-gone = That list is gone.
savedlist-lost = The file of that list is missing on the server.
    Send it again and save it anew.
savedlist-name-taken = There is a list of that name already.
    Write another one.
savedlist-done = List saved: { $name }
savedlist-b-save = Save list
savedlist-b-list = Use a saved list
savedlist-b-use = Use this list
list-kind = I can't read a .{ $kind }. Send the list as .xlsx or .csv.
list-kind-sheet = I can't read a .{ $kind }. Save it as .xlsx or CSV.
    In your program: File → Save as (or Export), then send me that file.
list-empty = The list is empty: it has no number.
list-damaged = I can't read this file: it is damaged.
    Open it in your program and save it again as CSV.
list-damaged-sheet = I can't open this Excel file: damaged or with password.
    Open it and save it as CSV.
list-large = This Excel file is too large: save it as CSV.
    Opened it takes more than 100 MB. As CSV all of it fits.
list-no-column = I can't find a column with phone numbers.
    Columns: { $columns }.
list-no-column-read = I read it as { $encoding }, with columns separated by “{ $delimiter }”.
list-excel = { $count ->
        [one] Excel damaged 1 number
       *[other] Excel damaged { $shown } numbers
    } ({ $example })
    In Excel: column → Format → Text; paste the numbers again and save.
list-country = No number is valid for { $country }
    Example from your list: { $example }.
list-no-country = The numbers have no country code
    Example from your list: { $example }. Pick the country.
list-nobody = Nobody to write to: { $shown } repeated or opted out.
list-size = The file is { $size } MB and I can only take { $most }.
    Remove columns you don't use or split it in two.
list-stopped = Reading stopped. Send the list again when you like.
list-download = I couldn't download the file from Telegram.
    Send it again.
list-bad-name = bad-rows.csv
list-b-send-other = Try another
list-b-how = See how
list-b-choose-column = Pick column
list-b-choose-country = Pick country
new-when-at = When: { $when }. Pace: { $pace }, ends around { $end }.
new-when-at-cap = When: { $when }; { $today } leave that day because of the limit. Ends { $end }. Pace: { $pace }.
new-when-past = When: the chosen time has passed. Choose another.
new-b-when = When
new-b-schedule = Schedule: { $when }
new-again-at = Schedule { $when } for { $people }?
new-b-yes-schedule = Yes, schedule
new-b-yes-consent-at = Yes, they agreed. Schedule
new-scheduled = Scheduled as campaign { $id }
new-was-scheduled = Already scheduled: campaign { $id }
new-list-has = The message is there: { $what }.
new-b-urgent-on = Urgent: yes
new-b-urgent-off = Urgent: no
new-b-name = Name: { $name }
new-other-message = Is this the new message?
new-b-swap-text = Yes, change the message
new-b-keep-text = No, keep the one before

## when
when-which = When shall I send it? ({ $place } time)
when-unknown = I did not get the date. When shall I send it?
when-past = That time has passed. When shall I send it?
when-far = That is over a year away. When shall I send it?
when-two-ways = Which month is it? Write it as a word: 15 Dec 9:00
when-typed = You can also write it: tomorrow 9, Monday 14:30, 15 Dec 9:00
when-typed-hour = You can also write the time with the day: tomorrow 21:30
when-every-day = Repeats every day, from the time you choose.
when-every-week = Repeats every week, from the day you choose.
when-every-month = Repeats every month, from the day you choose.
when-hour = At what time, { $day }?
when-repeat = How often?
when-repeat-why = Same list, same message. Who opts out stops getting it.
when-quiet = Your customers sleep then. Better at { $time }?
when-quiet-why = If you keep it, it waits and leaves { $when }.
when-b-now = Now
when-b-date = Choose a date
when-b-repeat = Repeat
when-b-every-day = Every day
when-b-every-week = Every week
when-b-every-month = Every month
when-b-every-none = Don't repeat
when-b-better = At { $time }
when-b-keep = Keep { $time }
when-b-other = Another time
when-done = Leaves { $when }
when-not-now = It is not scheduled any more
new-long = { $count ->
    [one] 1 text gets too long: { $longest } letters
   *[other] { $shown } texts get too long: up to { $longest } letters
}
    With those people's values it takes more than { $most } letters, and WhatsApp would cut it. Shorten the message, or those values in the list.
new-long-file = long-texts.csv
new-b-long-text = Shorten the message
new-b-long-rows = See who
sheet-which = Which sheet has the list?
sheet-hidden-out = Excel hides { $count ->
    [one] 1 row: I left it out.
   *[other] { $shown } rows: I left them out.
}
sheet-hidden-in = I took { $count ->
    [one] 1 row that Excel hides.
   *[other] { $shown } rows that Excel hides.
}
sheet-b-other = Another sheet
sheet-b-with = Include hidden
sheet-b-without = Without hidden
mend-file = Correct the numbers in the file and send it to me: I add them to the list.
mend-b-here = Correct bad rows here
mend-row = Row { $line }: { $written }
mend-why = Reason: { $why }.
mend-ask = Write the right number. { $left ->
    [one] It is the last one.
   *[other] { $shown } left.
}
mend-wrong = Not that either: { $why }. Try with the country code: +595 981 123 456
mend-good = Row { $line }: { $phone }, added.
mend-out = Row { $line }: stays out ({ $why }).
mend-b-skip = Skip
mend-b-end = Finish
list-stopped-kept = Your list { $name } is as it was: { $people }.

## campaign
campaign-title = Campaign { $id } · { $name } · { $file }
campaign-starting = Starting · { $people }
campaign-queued = Queued: goes out after campaign { $behind }
campaign-sending = Sending { $percent } %
campaign-sending-end = Sending { $percent } % · ends { $end }
campaign-slowed = Slower { $percent } %
campaign-slowed-end = Slower { $percent } % · ends { $end }
campaign-slowed-few-answers = Few answers: I look after your account.
campaign-slowed-quota-warning = WhatsApp warned about new people: I look after your account.
campaign-slowed-told-few-answers = Campaign { $id } slower: few answers
campaign-slowed-told-quota-warning = Campaign { $id } slower: WhatsApp warned
campaign-slowed-why-few-answers = It goes at half the pace to look after your account. Ask for an answer in your message, or pause it.
campaign-slowed-why-quota-warning = You are getting near the quota of new people. It goes at half the pace; if it gets nearer, I pause it.
campaign-paused = Paused { $percent } % · by { $name } { $at }
campaign-paused-why = It goes on exactly where it stopped.
campaign-waiting-link = Waiting for connection { $percent } %
campaign-waiting-try = Waiting for connection { $percent } % · try { $attempt } of { $of }
campaign-waiting-next = Next { $when }. Goes on by itself.
campaign-given-up = Offline { $percent } % · tap Reconnect
campaign-unlinked = No WhatsApp { $percent } % · needs linking
campaign-limited = Held by WhatsApp { $percent } % · until { $until }
campaign-limited-why = WhatsApp limited messages to new people. I go on by myself then; insisting can get your number banned.
campaign-banned = Account suspended by WhatsApp { $percent } %
campaign-banned-until = Account suspended { $percent } % · until { $until }
campaign-banned-why = I wait; insisting can get your number banned. Nothing is lost.
campaign-too-fast = WhatsApp asks to go slower { $percent } % · on at { $until }
campaign-too-fast-why = I wait and go on with less haste. Nobody misses their message.
campaign-tomorrow = Goes on { $until } · { $done } of { $people } so far
campaign-tomorrow-cap = Today's limit is reached.
campaign-tomorrow-quiet-hours = It is quiet time for your customers.
campaign-tomorrow-closing = Its day is over.
campaign-tomorrow-end = Ends { $end }.
campaign-restarting = Restarting { $percent } % · goes on in seconds
campaign-disabled = Off { $percent } % · waiting for /enable
campaign-copy = Copy on hold { $percent } % · nothing leaves here
campaign-copy-why = An admin must confirm that this is the new place.
campaign-replaced = Offline { $percent } % · session open elsewhere
campaign-replaced-why = Another program uses the same link. You decide.
campaign-asleep = Asleep { $percent } % · wakes up by itself
campaign-upload = Waiting to upload the files { $percent } %
campaign-upload-why = WhatsApp didn't take them. I try again { $when }; nobody was lost.
campaign-disk = No space on the server: waiting { $percent } %
campaign-stopped-failures = Stopped for a check { $percent } % · { $part } of { $whole } fail
campaign-stopped-unregistered = Stopped for a check { $percent } %
campaign-stopped-canary = Stopped for a check { $percent } %
campaign-stopped-upload = Stopped { $percent } % · the files could not be uploaded
campaign-stopped-late = Stopped { $percent } % · its end time has passed
campaign-stopped-unreadable = Stopped for a look { $percent } %
campaign-stopped-undelivered = Stopped for a look { $percent } %
campaign-stopped-quota = Stopped { $percent } % · WhatsApp warns you
campaign-stopped-failures-why = Too many messages failed. Look at the failed ones before going on.
campaign-stopped-unregistered-why = { $part } of { $whole } without WhatsApp: the list looks old.
campaign-stopped-canary-why = The first ones didn't arrive in 10 minutes. Check the phone before going on.
campaign-stopped-upload-why = WhatsApp didn't take them in three tries. Nobody is lost; Resume tries again.
campaign-stopped-late-why = The time by which all should have been out has passed. Nobody is lost; Go on sends the rest.
campaign-stopped-unreadable-why = Several phones can’t open the message and ask for it again. Send yourself a test before you go on.
campaign-stopped-undelivered-why = Many of the first 100 didn’t get it: the list looks old, or you were blocked. Look before you go on.
campaign-stopped-quota-why = You are close to WhatsApp’s limit of new people. Wait for answers or go on tomorrow; insisting may block your number.
campaign-finished = Finished: { $sent } of { $people } sent
campaign-cancelled = Cancelled: { $sent } of { $people } went out
campaign-figures = { $done } of { $people }
campaign-figures-left = { $done } of { $people } · { $left } left
campaign-figures-time = { $done } of { $people } · { $minutes ->
        [one] { $time } left
       *[other] { $time } left
    }
campaign-counts = Sent { $sent } · delivered { $delivered } · read { $read }
campaign-more = Replies { $replies } · failed { $failed } · skipped { $skipped }
campaign-unconfirmed = Unconfirmed { $count }: I try again with the same message.
campaign-pace = Pace { $pace } · last change { $at }
campaign-pace-speed = Pace { $pace }, { $speed } a minute · last change { $at }
campaign-ask-cancel = Cancel campaign { $id }? { $count ->
        [one] 1 person left
       *[other] { $left } people left
    }
    What was sent cannot be taken back. If in doubt, pause.
campaign-over = Campaign { $id } finished: { $sent } of { $people } sent
campaign-over-time = { $name } · { $duration }
campaign-over-shares = Delivered { $delivered } ({ $deliveredshare }) · read { $read } ({ $readshare })
campaign-over-answers = Replies { $replies } · opt-outs { $optouts }
campaign-over-left = Not sent { $shown }: { $why }
campaign-list = Campaigns: { $what }
campaign-list-none = No campaigns yet
campaign-detail = Campaign { $id } · { $name } · { $state }
campaign-detail-by = Created by { $by } { $at }, with consent confirmed
campaign-state-running = sending { $percent } %
campaign-state-paused = paused { $percent } %
campaign-state-finished = finished
campaign-state-cancelled = cancelled
campaign-state-scheduled = scheduled
campaign-state-draft = draft
campaign-toast-paused = Paused. Those already on their way may still arrive.
campaign-toast-resumed = Resumed
campaign-toast-was-paused = It was already paused
campaign-toast-was-running = It was already sending
campaign-toast-cancelled = Cancelled
campaign-toast-over = It was already over
campaign-toast-pace = Pace changed
campaign-toast-report = Getting the report ready…
campaign-report-name = campaign-{ $id }-report.csv
campaign-b-pause = Pause
campaign-b-resume = Resume
campaign-b-go-on = Go on anyway
campaign-b-detail = Details
campaign-b-cancel = Cancel
campaign-b-pace = Change pace
campaign-b-yes-cancel = Yes, cancel
campaign-b-rather-pause = Just pause
campaign-b-back = Back
campaign-b-report = Report
campaign-b-replies = Answers
campaign-b-chart = Chart
campaign-b-what = What it means
campaign-b-card = Bring the card here
campaign-b-list = Campaigns
campaign-b-first = Create the first
campaign-b-see = See campaign
campaign-scheduled = Scheduled: { $when } · { $count ->
        [one] 1 person
       *[other] { $people } people
    }
campaign-missed = Campaign { $id } was to leave { $when }
campaign-missed-why = I could not send it on time. Shall I send it now to { $count ->
        [one] 1 person
       *[other] { $people } people
    }?
campaign-name = Campaign { $id } · { $name }
campaign-repeats-day = Repeats every day. The next one schedules itself.
campaign-repeats-week = Repeats every week. The next one schedules itself.
campaign-repeats-month = Repeats every month. The next one schedules itself.
campaign-b-when = Change time
campaign-b-other-time = Another time
campaign-b-now = Send now
campaign-b-send-now = Send now
campaign-b-skip = Not this time
campaign-toast-on-way = On its way
campaign-ask-unschedule = Cancel campaign { $id }? Nothing has left yet
campaign-ask-series = It will not repeat any more either.
campaign-list-sending = { $count } sending
campaign-list-scheduled = { $count } scheduled
campaign-list-total = { $total } in all
campaign-detail-made = Made by { $by } { $at }
campaign-kin-next = Follows campaign { $of }.
campaign-kin-retry = Another try for campaign { $of }.
campaign-kin-copy = Copy of campaign { $of }.
campaign-urgent = Urgent: goes before the others.
campaign-state-missed = to be decided
campaign-state-queued = queued
campaign-toast-urgent = Goes before the others
campaign-toast-not-urgent = Waits for its turn
campaign-b-repeat = Repeat with another list
campaign-b-repeat-short = Repeat
campaign-b-failed = Failed
campaign-b-urgent = Urgent
campaign-b-not-urgent = No longer urgent
campaign-b-copy = Duplicate
campaign-b-rename = Rename
campaign-b-history = History
campaign-below = It goes on further below
campaign-resumed = Campaign { $id } resumed after { $pause }
campaign-resumed-left = { $name } · { $count ->
        [one] 1 person is left
       *[other] { $left } people are left
    }
campaign-resumed-out = { $count ->
        [one] 1 has opted out since: no longer gets it.
       *[other] { $shown } have opted out since: they no longer get it.
    }
campaign-resumed-files = The files are uploaded again where needed.

## again
again-retry = Try again with { $count ->
        [one] the person that failed
       *[other] the { $shown } people that failed
    }?
again-retry-how = The same message, in a new campaign. Who opted out does not get it.
again-retry-doubtful = { $count ->
        [one] 1 unconfirmed is left out: it may have arrived.
       *[other] { $shown } unconfirmed are left out: they may have arrived.
    }
again-retried = Another try for campaign { $of }: it is campaign { $id }
again-was-retried = Tried again already: campaign { $id }
again-not-over = Wait until it is over
again-nobody = There is nobody to try again
again-lost = { $count ->
        [0] A file of the message is gone: duplicate the campaign.
        [one] A file of the message is gone. Send it again.
       *[other] { $shown } files of the message are gone. Send them again.
    }
again-replace = You have a draft: { $name }, { $count ->
        [one] 1 person
       *[other] { $people } people
    }
    If you go on, a copy of that campaign takes its place.
again-replace-message = You have a draft with a message
    If you go on, a copy of that campaign takes its place.
again-b-yes-retry = Yes, try again
again-b-retry = Try { $shown } again
again-b-replace = Replace by the copy

## failed
failed-title = Campaign { $id }: { $missing } of { $people } did not get it
failed-none = Campaign { $id }: nobody was left without it
failed-name = campaign-{ $id }-failed.csv
failed-b-file = See the list
failed-step-refused = WhatsApp does not let you write first: ask them to write to you.
failed-step-unconfirmed = It may have arrived: not tried again, so as not to repeat it.
failed-step-unreachable = Try again later.
failed-step-address = Try again in an hour.
failed-step-too-fast = Try again at a slower pace.
failed-step-server = Try again later.
failed-step-lookup = Try again later.
failed-step-upload = Look at the file and try again.
failed-step-not-on-whatsapp = Correct the number or take it off your list.
failed-step-opted-out = They want no messages: nothing to do.
failed-step-duplicate = They got it by another row.
failed-step-cancelled = You cancelled before their turn.

## history
history-title = History of campaign { $id } · { $name }
history-none = Nothing has happened yet.
history-scheduled = scheduled
history-rescheduled = changed: leaves { $detail }
history-repeat = { $detail ->
        [day] repeats every day
        [week] repeats every week
        [month] repeats every month
       *[none] repeats no more
    }
history-missed = did not leave on time: { $detail }
history-started = began
history-paused = paused
history-resumed = resumed
history-speed = speed changed
history-cancelled = cancelled
history-finished = finished
history-stopped = stopped for a look
history-retried = tried again in campaign { $detail }
history-renamed = is called { $detail }
history-urgent = urgent
history-not-urgent = no longer urgent
history-rename = What is campaign { $id } called?
    Now: { $name }
history-rename-empty = That name is empty. Write another.

## status
status-first = { $link } · queue: { $waiting }
status-online = WhatsApp connected
status-asleep = WhatsApp asleep
status-offline = WhatsApp offline
status-account = Account { $phone }
status-no-account = No account linked
status-sending = Sending campaign { $id } ({ $percent } %)
status-sending-more = Sending campaign { $id } ({ $percent } %), { $more } more in the queue
status-nothing = Nothing sending
status-today = Today: { $sent }, { $failed }, { $replies }.
status-cap = Today's limit: { $cap }.
status-no-cap = No daily limit.
status-uptime = Running for { $uptime }.
status-restart = Next restart: { $at }.
status-disk = Disk: { $free } free; temporary files, { $temp }; pictures and files, { $media }.
status-off = Turned off in the settings: { $off }.
status-clock = The server’s clock is { $off }: what is scheduled waits.
status-changed = Changed in the chat: { $list }.
status-hold = Waiting now: { $reason }.
status-b-refresh = Refresh
status-health = Health { $word }: { $score } of 100
status-health-good = good
status-health-fair = fair
status-health-poor = poor
status-health-well = Nothing unusual in the last 7 days.
status-b-health = See health
status-account-health = { $account } · health { $word }
status-health-quota = WhatsApp’s quota of new people: { $used } of { $total }.
status-refusals = Refusals by WhatsApp in 7 days:
status-refusal-463 = Code 463, { $times }: new people may not be written to. Wait; write to people who know you.
status-refusal-429 = Code 429, { $times }: too fast. Lower the pace.
status-refusal-device = Code { $code }, { $times }: the person changed phones. I try again by myself.
status-refusal-other = Code { $code }, { $times }: without a reason. I try again by myself.
status-refusals-more = And { $times } others.
status-health-cap = Limit by the age of the link: { $cap } today; { $sent } so far.
status-finding-failures = { $count ->
        [one] 1 of { $whole } fails
       *[other] { $part } of { $whole } fail
    }. Look at the failed ones of the campaign.
status-finding-unregistered = { $part } of { $whole } not on WhatsApp: the list looks old. Use a newer one.
status-finding-canary = The first ones didn’t get it.
status-finding-unreadable = { $part } of { $whole } couldn’t open the message. Send yourself a test.
status-finding-undelivered = Of the first { $whole }, { $part } got it. Write only to people who know you.
status-finding-few-answers = { $part } of the first { $whole } answered. Ask for an answer in your message; I go slower.
status-finding-quota = You used { $part } of the { $whole } new people that WhatsApp allows. Wait for the next cycle.
status-finding-quota-warning = WhatsApp warned: { $part } of { $whole } new people. I go slower.
status-finding-upload = I couldn’t upload files.
status-finding-late = The end time has passed.
status-finding-low-delivery = After a day { $part } of { $whole } had arrived: old numbers, or blocks.
status-finding-restricted = WhatsApp restricts this account now. I wait for its end by myself; don’t insist from the phone.

## stats
stats-first-day = Today: { $sent }, { $delivered }, { $read }
stats-first-week = Week: { $sent }, { $delivered }, { $read }
stats-first-month = Month: { $sent }, { $delivered }, { $read }
stats-first-past = Your week: { $sent }, { $read }
stats-past-more = { $range }: { $delivered }.
stats-range = { $range }.
stats-answers = Replies { $replies } ({ $share }), failed { $failed }, opted out { $optouts }.
stats-best = Best hour: { $from } to { $to }, when most is read.
stats-lines-hours = By hour: sent · read
stats-lines-days = By day: sent · read
stats-lines-minutes = From each time on: sent · read
stats-hour = { $hour } h
stats-by-hour = By hour
stats-by-day = By day
stats-sent = sent
stats-read = read
stats-zone = time of { $city }
stats-funnel = How far it got
stats-step-people = People
stats-step-sent = Sent
stats-step-delivered = Delivered
stats-step-read = Read
stats-step-replies = Replies
stats-each-minute = By minute
stats-each-minutes = Every { $minutes } minutes
stats-each-hours = { $hours ->
    [one] Every hour
   *[other] Every { $hours } hours
}
stats-campaign = Campaign { $id }: { $sent } of { $people } sent
stats-speed = A minute: { $average } on average, { $most } at most.
stats-weekly-on = I'll tell you about the week on Mondays at 9.
stats-weekly-off = No more weekly summaries.
stats-b-day = Today
stats-b-week = Week
stats-b-month = Month
stats-b-today = See today
stats-b-weekly-on = Summary every Monday: yes
stats-b-weekly-off = Summary every Monday: no

## disk
disk-full = No space on the server: I paused everything
    Nothing is lost. Tell whoever installed it.
disk-again = There is space on the server again: going on
disk-refused = No space on the server: I couldn't save that
    Nothing is lost. Tell whoever installed it and try again.
disk-read-only = I couldn't save that: the folder is read-only
    The server won't let me write. Tell whoever installed it; what is being sent goes on.
disk-lack = The server lacks space for this campaign
    I need { $needed } and there are { $free }. Tell whoever installed it.
disk-b-status = See status

## clock
clock-wrong = The server’s clock is { $off }
    What is scheduled waits; what is going out goes on. Tell whoever installed this: it must be set right.
clock-right = The server’s clock is right again
    What is scheduled leaves when its time comes.
clock-ahead = { $by } fast
clock-behind = { $by } slow
clock-b-status = See status

## reply
reply-said = { $name } answered: "{ $text }"
reply-wrote = { $name } wrote: "{ $text }"
reply-doubtful = { $name } may want out: "{ $text }"
reply-sent = { $name } sent { $what }
reply-kind-image = a photo
reply-kind-video = a video
reply-kind-voice = a voice note
reply-kind-audio = an audio
reply-kind-document = a document
reply-kind-location = a location
reply-kind-contact = a contact
reply-kind-sticker = a sticker
reply-kind-poll = a poll
reply-kind-other = something that can't be shown here
reply-open = Open it in the WhatsApp of your number.
reply-where = { $phone } · campaign { $id }
reply-where-none = { $phone } · no campaign
reply-no-number = Hidden number
reply-how = Reply to this message to answer.
reply-undecided = No campaign is sent to them until you decide.
reply-listed = Opted out: gets no more messages.
reply-many = { $count ->
        [one] One more answer
       *[other] { $shown } more answers
    }
reply-many-more = and { $count } more
reply-many-doubtful = { $count ->
        [one] One may want out: you decide.
       *[other] { $count } may want out: you decide.
    }
reply-list = Answers to campaign { $id }: { $total }
reply-list-none = Answers to campaign { $id }: none yet
reply-list-how = Tap one to see the person and answer.
reply-muted = Muted: I won't tell you about this campaign.
reply-was-muted = It was muted already.
reply-unmuted = I'll tell you about this campaign again.
reply-answer-late = Your answer isn't out yet
    Nothing is lost: it leaves by itself when there is a connection.
reply-answer-listed = Not sent: that person has opted out
    They are written to again only if they ask for it.
reply-answer-failed = Your answer wasn't sent: { $reason }
    You can send it again by replying to the message.
reply-answer-gone = I no longer know whose message that was
    Look for it in the campaign's list of answers.
reply-answer-kind = I can send text, photos, videos, audio and files
reply-b-out = Opt out
reply-b-undo = Undo opt-out
reply-b-keep = Not an opt-out
reply-b-mute = Mute
reply-b-unmute = Unmute
reply-b-person = About this person
reply-b-of = Answers to campaign { $id }
reply-b-decide = Decide
reply-b-campaign = See campaign

## optout
optout-show = Opt-outs: { $total } { $count ->
        [one] person gets
       *[other] people get
    } no campaigns
    Who writes STOP is listed here at once.
optout-last = Latest: { $list }.
optout-retention = Data of ended campaigns are removed after { $days ->
        [one] a day.
       *[other] { $days } days.
    }
optout-none = Opt-outs: nobody yet
    Who writes STOP is listed here at once.
optout-doubts = { $count ->
        [one] One person may have opted out.
       *[other] { $count } people may have opted out.
    }
optout-changed-some = { $count ->
        [one] One number has a new phone or owner.
       *[other] { $count } numbers have a new phone or owner.
    }
optout-ask-add = Write the number or forward the contact
optout-ask-remove = Write the number to take off the opt-outs
    You can forward the contact too.
optout-ask-import = Send me the list of opt-outs: .csv or .xlsx
    One column with numbers is enough. Nobody on it will get campaigns.
optout-bad = I can't read that number: { $written }
optout-sure = Write to { $phone } again?
    Only if they asked for it. It is recorded with your name.
optout-added = Opted out: { $phone }
    Gets no more campaigns or answers.
optout-was = Was opted out already: { $phone }
optout-added-many = { $count ->
        [0] Nobody new among the opt-outs
        [one] Opted out: one person
       *[other] Opted out: { $count } people
    }
    Were there already: { $known }.
optout-removed = No longer opted out: { $phone }
    May get campaigns again.
optout-not = Wasn't opted out: { $phone }
optout-imported = { $count ->
        [0] Opt-outs imported: none new
        [one] Opt-outs imported: one
       *[other] Opt-outs imported: { $shown }
    }
optout-imported-rest = Were there or repeated: { $known } · not valid: { $invalid }
optout-import-bad = I can't find numbers in that file
optout-doubts-show = { $count ->
        [one] One person may want out
       *[other] { $count } people may want out
    }
optout-doubts-none = Nothing to decide
optout-changed = { $count ->
        [one] One number may have another owner
       *[other] { $shown } numbers may have another owner
    }
optout-changed-why = WhatsApp says that the phone or the person changed. No campaign is sent to them until you confirm; whoever opted out stays so.
optout-changed-none = No numbers to confirm
optout-changed-keep = Confirmed: they get campaigns again.
optout-changed-out = Left out: they are opted out.
optout-toast-added = Opted out. Gets no more.
optout-toast-was = It was decided already.
optout-toast-kept = Noted: gets campaigns as before.
optout-how-message = wrote it
optout-how-operator = set by the team
optout-how-import = imported list
optout-how-forgotten = asked to be forgotten
optout-column-since = since
optout-column-how = how
optout-column-word = word
optout-file = opt-outs.csv
optout-b-add = Add
optout-b-remove = Take off
optout-b-import = Import
optout-b-export = Export
optout-b-doubts = Decide who opts out
optout-b-changed = Numbers to confirm
optout-b-list = See opt-outs
optout-b-yes = Yes, they asked
optout-b-no = No
optout-b-same = { $count ->
        [one] It is the same person
       *[other] They are the same people
    }
optout-b-leave = { $count ->
        [one] Leave out
       *[other] Leave them out
    }
people-opted-out = Done, we won't write to you again. If you change your mind, write START.
people-footer = Reply STOP to opt out.
people-footer-words = Reply STOP

## person
person-may = May get campaigns.
person-back = May get campaigns: came back { $at }.
person-out = Opted out.
person-out-message = Opted out since { $at }: wrote "{ $word }".
person-out-operator = Opted out since { $at }: set by { $by }.
person-out-import = Opted out since { $at }: list imported by { $by }.
person-out-forgotten = Opted out: asked to be forgotten.
person-doubt-opt-out = May have opted out: not written to until you decide.
person-doubt-identity = New phone or owner: not written to until you confirm.
person-consent = Consent: confirmed by { $by } { $at } (campaign { $id }).
person-none = In no campaign.
person-more = and { $count } more in the evidence
person-replies = Answers: { $count }. Last { $at }: { $text }
person-forget = Forget { $phone }?
    I remove the number, their data and answers from all campaigns, and the files of lists they stand in; sums stay. Nobody writes to them again. This can't be undone.
    Messages of this chat are yours to delete.
person-forgotten = { $count ->
        [0] Forgotten: was in no campaign
        [one] Forgotten: was in one row of campaigns
       *[other] Forgotten: was in { $count } rows of campaigns
    }
    Only a mark without a number stays, so that nobody writes to them.
person-ask-forget = Whom do I forget? Write the number
person-file = evidence-{ $ref }.txt
person-b-draft = New campaign with this number
person-b-evidence = Evidence
person-b-forget = Forget
person-b-forget-yes = Yes, forget
person-b-keep-opt-out = Not an opt-out
person-b-keep-identity = It is the same person
evidence-title = Evidence about { $phone }
evidence-name = Name: { $name }
evidence-made = Made: { $at } (times of { $zone })
evidence-consent = CONSENT
evidence-consent-line = { $at } · { $by } confirmed that the people of the list "{ $list }" agreed to get messages (campaign { $id } "{ $name }", line { $line }: { $written })
evidence-optouts = OPT-OUTS
evidence-history-out = { $at } · opted out ({ $how })
evidence-history-in = { $at } · agrees again ({ $how })
evidence-listed = Now: opted out.
evidence-not-listed = Now: not opted out.
evidence-messages = MESSAGES
evidence-message-campaign = Campaign { $id } "{ $name }" · { $state }
evidence-message-answer = Answer by { $by } · { $state }
evidence-message-confirmation = Confirmation of the opt-out · { $state }
evidence-times = left { $left } · accepted { $accepted } · delivered { $delivered } · read { $read }
evidence-file = [file { $file }, SHA-256 { $sha256 }]
evidence-replies = ANSWERS

## power
power-ask-restart = Safe restart: type the password
    I finish what is on its way, save, and am back in seconds. I will delete your message.
power-ask-hold = Turn off: type the password
    I finish what is on its way and send nothing until /enable. I will delete your message.
power-ask-logout = Unlink WhatsApp: type the password
    I ask once more before I do it. I will delete your message.
power-none = There is no restart password
    Whoever installed the bot must put RESTART_PASSWORD in its settings.
power-wrong = Wrong password. You have { $left } { $left ->
        [one] try
       *[other] tries
    } left.
power-locked = Restart locked for 15 min: 5 wrong passwords
    { $name } tried at { $at }.
power-locked-until = Locked by wrong passwords until { $at }.
power-not-deleted = I couldn't delete your message: please delete it.
power-expired = The question expired. Please begin again.
power-cancelled = All right, I do nothing.
power-step-draining = Restarting: saving what is on its way
power-step-drained = Done: campaigns waiting, batch confirmed ({ $acked } of { $of })
power-step-unacked = Done: campaigns waiting, { $acked } of { $of } confirmed; the rest goes again, as the same message
power-step-nothing = Done: campaigns waiting, nothing was on its way
power-closed-http = Done: web connections closed
power-closed-whatsapp = Done: WhatsApp closed, still linked
power-closed-store = Done: everything saved
power-late-http = Web connections did not close in time; going on
power-late-whatsapp = WhatsApp did not close in time; going on. Nothing is lost.
power-late-store = Saving took too long; going on. What was sent was saved before.
power-next = Next: { $steps }
power-next-http = close connections
power-next-whatsapp = close WhatsApp
power-next-store = save
power-next-exit = shut down and come back
power-back = Back in { $took }
power-back-tries = Back after { $tries ->
        [one] 1 try
       *[other] { $tries } tries
    }, in { $took }
power-routine = Routine restart at { $at }: { $took }, all in order
power-routine-missing = Routine restart at { $at }: something is missing
power-silence = WhatsApp stopped answering: I restarted at { $at }
    Back in { $took }. What was not confirmed goes again, as the same message.
power-missing-whatsapp = WhatsApp is missing: I keep trying. Check that that phone has internet.
power-missing-telegram = Telegram was slow to answer.
power-missing-store = I can't write to the disk: tell whoever installed the bot.
power-not-linked = WhatsApp is not linked: there is nothing to unlink.
power-unlink = Unlink { $phone }?
    Campaigns wait. To come back it has to be linked again, and WhatsApp may refuse that for hours or days.
power-unlinking = Unlinking…
power-unlinked = WhatsApp unlinked. Campaigns wait.
power-unlinked-untold = I couldn't tell WhatsApp: remove it on the phone, too, under Linked devices.
power-copy = This is a copy of the installation
    I don't connect or send: if the original still runs, messages would leave twice.
    If you moved it and the original is off for good, go on here.
power-adopted = All right: from now on this is the original
    Everything goes on where it was.
power-still = All right, I hold still. You can turn me off.
power-original = The original still runs. Turn it off and tap again.
power-held = Turned off. I send nothing until /enable
    What people write to you is kept.
power-enabled = Turned on. Everything goes on where it was.
power-was-on = It was already on.
power-b-cancel = Cancel
power-b-enable = Turn on
power-b-unlink = Yes, unlink
power-b-copy = Yes, the original is off
power-b-still = Leave the copy still

## settings
settings-show = Settings
    The first three are your own. The rest is the business's: admins change it.
settings-now = Now: { $value }.
settings-yes = yes
settings-no = no
settings-none = not said
settings-language-es = Spanish
settings-language-en = English
settings-language-pt = Portuguese
settings-country-auto = automatic
settings-cap-auto = automatic
settings-cap-off = no limit
settings-cap-today = Today: { $cap }.
settings-span = { $from } to { $to }
settings-lang = In which language shall I write to you?
settings-clients = In which language do your customers read?
    It is that of the last line and of the opt-out notice.
settings-zone = Which time does the business use?
    Schedules, quiet hours and each day's limit go by it.
settings-country = Which country are numbers without a code from?
settings-pace = At what pace do campaigns leave?
    Each campaign may have its own.
settings-quiet = At what hours is nothing sent?
    What is left goes on by itself when they end.
settings-cap = To how many new people a day, at most?
    Automatic grows with the age of the link and takes care of your number.
settings-owned = Since when has this number been yours?
    A number of years can bear more than a new one. Say it only if it is true.
settings-owned-first = Before maximum pace: since when is it yours?
    The link is new. A number of years can bear more than a new one. Say it only if it is true.
settings-reset = Go back to the server's settings?
    This changes: { $list }.
settings-wrong = I don't understand "{ $text }".
settings-ask-zone = Type the city: for example, Lisbon
settings-ask-country = Type the country: for example, Paraguay or +595
settings-ask-quiet = Type from when to when: for example, 9 pm to 8 am
    To send at any hour, type no.
settings-ask-cap = Type how many new people a day: for example, 300
settings-ask-owned = Type since when it is yours: for example, 3/2020
settings-b-lang = Language: { $value }
settings-b-replies = Forward answers to me: { $value }
settings-b-plain = Plain text: { $value }
settings-b-zone = Time: { $value }
settings-b-country = Without a code: { $value }
settings-b-pace = Pace: { $value }
settings-b-quiet = Quiet hours: { $value }
settings-b-cap = Daily limit: { $value }
settings-b-owned = Number yours since: { $value }
settings-b-footer = Line "Reply STOP": { $value }
settings-b-clients = Customers' language: { $value }
settings-b-reset = Back to the server's
settings-b-yes-reset = Yes, go back
settings-b-zone-ask = Another city
settings-b-country-ask = Another country
settings-b-country-auto = That of my WhatsApp
settings-b-pace-careful = Careful · 4 a minute
settings-b-pace-normal = Normal · 30 a minute
settings-b-pace-maximum = Maximum · as the link goes
settings-b-quiet-ask = Other hours
settings-b-quiet-off = Send at any hour
settings-b-days = Quiet days: { $value }
settings-b-clock = Clock: { $value }
settings-clock-recipient = each person’s own
settings-clock-business = the business’s
settings-days = On which days is nobody written to?
settings-days-none = none
settings-b-cap-auto = Automatic
settings-b-cap-ask = Another number
settings-b-cap-off = No limit
settings-b-owned-0 = Less than a month
settings-b-owned-3 = Some months
settings-b-owned-7 = More than six months
settings-b-owned-13 = More than a year
settings-b-owned-37 = More than three years
settings-b-owned-ask = Type the date
settings-percent = { $value } %
settings-health = When do I slow or pause, for the account’s sake?
    I watch each campaign while it goes out. What waits isn’t lost.
settings-health-unregistered = With how many not on WhatsApp do I pause?
settings-health-failed = With how many failed do I pause the campaign?
settings-health-delivered = With fewer than how many delivered do I pause?
settings-health-answers = With fewer than how many answers do I go slower?
settings-health-unreadable = With how many who can’t open it do I pause?
settings-health-quota = With what part of WhatsApp’s quota do I pause?
settings-health-canary = How many do I write to first, before I go on?
settings-short-unregistered = not on WhatsApp { $value }
settings-short-failed = failed { $value }
settings-short-delivered = delivered { $value }
settings-short-answers = answers { $value }
settings-short-unreadable = can’t open it { $value }
settings-short-quota = quota { $value }
settings-ask-health = Write a percentage from 1 to 100: for example, 15
settings-ask-canary = Write how many people, 1 to 100: for example, 5
settings-b-health = Care for the account
settings-b-health-ask = Another value
settings-b-health-off = Don’t look at it
settings-b-canary-off = No first few, no brakes
settings-b-unregistered = Not on WhatsApp, over: { $value }
settings-b-failed = Failed, from: { $value }
settings-b-delivered = Delivered, under: { $value }
settings-b-answers = Answers, under: { $value }
settings-b-unreadable = Can’t open it, over: { $value }
settings-b-quota = WhatsApp’s quota: { $value }
settings-b-canary = First few: { $value }
settings-name-zone = time zone
settings-name-country = country without code
settings-name-language = customers’ language
settings-name-pace = pace
settings-name-daily-cap = daily limit
settings-name-quiet-hours = quiet hours
settings-name-quiet-days = quiet days
settings-name-quiet-zone = whose clock
settings-name-canary = trial with the first ones
settings-name-health = health thresholds
settings-name-opt-out-words = opt-out words
settings-name-footer = opt-out line

## ops
ops-team = Team: { $shown } { $count ->
        [one] person
       *[other] people
    }
ops-open = { $count ->
        [one] One invitation is open.
       *[other] { $count } invitations are open.
    }
ops-admin = admin
ops-operator = operator
ops-invitation = Share this link with the person
    It is good until { $at }, and once. Whoever opens it becomes an operator.
ops-share = I invite you to the campaign bot. Tap the link, then Start.
ops-admin-since = { $name } · admin since { $date }
ops-operator-since = { $name } · operator since { $date }
ops-seen = Last seen: { $at }.
ops-blocked = Has blocked the bot: gets nothing until coming back.
ops-listed = Is in OPERATOR_IDS: changed on the server only
    An admin for as long as that list says so.
ops-last-admin = Is the only admin
    Make somebody else an admin first.
ops-ask-remove = Remove { $name } from the team?
    Access ends at once. Their campaigns go on; their draft is thrown away.
ops-welcome = Hello, { $name }: you are in the team now
    You can make campaigns, pause them and read their reports. Admins change the business's settings and the team.
ops-joined = { $name } joined the team
    By { $by }'s invitation. If it isn't who you expected, remove them now.
ops-gone = You are not in this bot's team any more.
ops-is-gone = Not in the team any more.
ops-used = That invitation was used already, or is too old.
ops-revoked = Revoked: that link lets nobody in.
ops-many = Many invitations are open. Revoke one.
ops-audit = Record: { $shown } { $count ->
        [one] deed
       *[other] deeds
    }
ops-program = The program
ops-file = record-{ $day }.csv
ops-column-time = time
ops-column-who = who
ops-column-id = Telegram id
ops-column-what = what was done
ops-column-campaign = campaign
ops-did-campaign-scheduled = scheduled campaign { $campaign }
ops-did-campaign-rescheduled = moved campaign { $campaign }: { $detail }
ops-did-campaign-repeat = changed how campaign { $campaign } repeats: { $detail }
ops-did-campaign-missed = could not send campaign { $campaign } in time
ops-did-campaign-started = started campaign { $campaign }
ops-did-campaign-paused = paused campaign { $campaign }
ops-did-campaign-resumed = resumed campaign { $campaign }
ops-did-campaign-speed = changed the speed of campaign { $campaign }
ops-did-campaign-cancelled = cancelled campaign { $campaign }
ops-did-campaign-finished = finished campaign { $campaign }
ops-did-campaign-stopped = stopped campaign { $campaign }
ops-did-optout-added = added { $detail } to the opt-outs
ops-did-optout-removed = took { $detail } off the opt-outs
ops-did-optout-imported = imported opt-outs: { $detail }
ops-did-doubt-kept = went on writing to { $detail }
ops-did-person-forgotten = forgot { $detail }
ops-did-text-saved = saved the message { $detail }
ops-did-list-saved = saved the list { $detail }
ops-did-list-removed = deleted the list { $detail }
ops-did-text-removed = removed the message { $detail }
ops-did-link-asked = asked to link WhatsApp
ops-did-link-taken = took the session over
ops-did-link-declined = left the session to the other program
ops-did-unlinked = unlinked WhatsApp
ops-did-restarted = restarted
ops-did-held = turned sending off
ops-did-enabled = turned sending on
ops-did-password-wrong = typed a wrong password
ops-did-password-locked = locked the password: five tries
ops-did-copy-adopted = confirmed that the copy is the original
ops-did-setting-changed = changed { $detail }
ops-did-settings-reset = went back to the server's settings
ops-did-number-declared = said that the number is theirs since { $detail }
ops-did-member-admin = came in as admin
ops-did-member-operator = came in as operator
ops-did-member-invited = made an invitation
ops-did-member-joined = came in by an invitation
ops-did-member-promoted = made { $detail } an admin
ops-did-member-demoted = took the admin role from { $detail }
ops-did-member-removed = removed { $detail } from the team
ops-did-invitation-revoked = revoked an invitation
ops-did-audit-exported = exported the record
ops-b-invite = Invite
ops-b-audit = Record
ops-b-open = Invitation until { $at }
ops-b-share = Send to a contact
ops-b-copy = Copy link
ops-b-revoke = Revoke
ops-b-promote = Make admin
ops-b-demote = Not admin
ops-b-remove = Remove
ops-b-yes-remove = Yes, remove
ops-b-see = See person
ops-b-export = Export
ops-did-campaign-retried = tried campaign { $campaign } again: it is { $detail }
ops-did-campaign-renamed = renamed campaign { $campaign }: { $detail }
ops-did-campaign-urgent = put campaign { $campaign } before all others
ops-did-campaign-not-urgent = took the urgency off campaign { $campaign }

## report
report-column-line = line
report-column-written = number as written
report-column-phone = number used
report-column-state = state
report-column-reason = reason
report-column-accepted = sent
report-column-delivered = delivered
report-column-read = read
report-column-unsent = not sent
report-zipped = It takes { $size }, so it comes as a zip. Tap it to open it.
report-many = It has { $rows } rows and Excel shows 1,048,575: open it in parts or with another program.
report-state-queued = queued
report-state-sending = sending
report-state-accepted = sent
report-state-delivered = delivered
report-state-read = read
report-state-failed = failed
report-state-skipped = skipped
report-reason-invalid = not a valid number
report-reason-duplicate = repeated
report-reason-opted-out = opted out
report-reason-joined = in the message of row { $line }
report-reason-incomplete = has no { $field }
report-reason-long = their text grows too long
report-reason-not-on-whatsapp = not on WhatsApp
report-reason-unverified = waits for your decision
report-reason-cancelled = campaign cancelled
report-reason-refused = WhatsApp refused it
report-reason-unconfirmed = WhatsApp never confirmed it
report-reason-unreachable = no device available
report-reason-address = address refused by WhatsApp
report-reason-too-fast = WhatsApp asked to go slower
report-reason-server = WhatsApp error
report-reason-lookup = WhatsApp could not check the number
report-reason-upload = WhatsApp did not take the files
report-reason-empty = no number
report-reason-letters = has letters
report-reason-spreadsheet-damage = Excel cut the number
report-reason-too-short = too short
report-reason-too-long = too long
report-reason-no-country = country code missing
report-reason-not-valid = not a valid number
report-reason-several-numbers = there were several numbers
hold-connection = connection
hold-replaced = session open elsewhere
hold-asleep = asleep
hold-restart = restart
hold-disabled = turned off with /disable
hold-reach-out-lock = WhatsApp's limit
hold-new-chat-cap = WhatsApp's limit
hold-daily-cap = today's limit
hold-refusals = WhatsApp refused several
hold-too-fast = WhatsApp asks to go slower
hold-upload = uploading the photo
hold-disk = disk space
hold-ban = account suspended
hold-copy = copy of the installation

## panel

panel-title = WhatsApp campaigns
panel-outside = Open it from Telegram: this panel does not work in a browser.
panel-over = The session is over. Close the panel and open it again.
panel-offline = No connection to the program. Trying again…
panel-stale = No data since { $at }
panel-failed = That did not work. Try again.
panel-qr = QR code to link WhatsApp
panel-h-today = Today
panel-h-next = Next
panel-h-last = Latest campaigns
panel-h-account = Account
panel-h-stats = Statistics
panel-h-more = More: switch off, restart, unlink
panel-ask-number = What number does that WhatsApp have? With its country code.
panel-number = Number
panel-ask-password = Type the admin password
panel-password = Password
panel-b-back = Back
panel-link-offline = WhatsApp is not connected yet
panel-link-connecting = Connecting…
panel-link-awaiting-scan = Waiting for you to scan
panel-link-scan-expired = The code has expired
panel-link-linking = Finishing the link…
panel-link-online = WhatsApp connected
panel-link-reconnecting = No connection: reconnecting
panel-link-given-up = No connection
panel-link-asleep = WhatsApp asleep · wakes by itself
panel-link-replaced = Session open somewhere else
panel-link-unreachable = WhatsApp can’t be reached
panel-link-banned = Account suspended by WhatsApp
panel-link-logged-out = WhatsApp ended the session
panel-link-outdated = The program needs an update
panel-scan = Expires at { $at }. On the other phone: WhatsApp → Linked devices → Link a device.
panel-type = Expires at { $at }. WhatsApp → Linked devices → Link with phone number.
panel-try = Try { $attempt } of { $of }
panel-until = Until { $at }
panel-b-sleep = Sleep
panel-b-wake = Wake
panel-b-connect = Connect
panel-b-later = Leave it for later
panel-b-retry = Reconnect
panel-b-letters = Use 8 letters
panel-today = { $sent }, { $delivered }, { $read }, { $replies }
panel-next = { $name }, { $at }
panel-done = { $done } of { $people }
panel-f-sent = Sent
panel-f-delivered = Delivered
panel-f-read = Read
panel-f-replies = Replies
panel-f-failed = Failed
panel-f-skipped = Skipped
panel-ended = { $name }: { $sent } of { $people } · { $at }
panel-waits = Waits for: { $why }
panel-waiting = In the queue: { $count }
panel-b-restart = Restart
panel-b-hold = Switch off
panel-b-enable = Switch on
panel-b-unlink = Unlink
panel-ask-unlink = Unlink { $phone }? Campaigns stay paused. To come back it must be linked again. Type the password.
panel-report-sent = The report goes to your chat.
panel-bad-number = I don’t understand that number. Write it with its country code: +595 981 123 456
panel-no-code = WhatsApp gave no code. Try the QR.
panel-code-later = Too many codes were asked for. The next one at { $at }.
panel-told-in-chat = Done: more in the chat.
## logs
logs-show = Logs: which one do you want to see?
    Without texts or whole numbers. They are kept for 14 days.
logs-last = { $log }: the last of it
logs-empty = { $log }: still empty
logs-warning = WARNING
logs-error = ERROR
logs-b-core = Program
logs-b-queue = Sending
logs-b-baileys = WhatsApp
logs-b-file = Send the file
logs-b-logs = Logs

## doctor
doctor-good = good
doctor-notice = notice
doctor-bad = bad
doctor-all-good = All is in order.
doctor-all-notice = It works. To look at when there is time: { $count }.
doctor-all-bad = To mend: { $count }.
doctor-fine = Good: { $names }.
doctor-looking = Looking…
doctor-b-again = Look again
doctor-failed = could not be looked at ({ $code }).
doctor-name-settings = Settings
doctor-name-program = Program
doctor-name-node = Node
doctor-name-zones = Time zones
doctor-name-folders = Folders
doctor-name-disk = Disk
doctor-name-network = Network
doctor-name-telegram = Telegram
doctor-name-clock = Clock
doctor-name-webhook = Webhook
doctor-name-store = Data
doctor-name-session = WhatsApp
doctor-name-baileys = Baileys
doctor-name-uploads = Files
doctor-name-ffmpeg = ffmpeg
doctor-settings-good = complete.
doctor-settings-bad = { $problems } Correct them in .env; .env.example explains them.
doctor-program-running = running.
doctor-program-stopped = stopped; npm start starts it.
doctor-node-good = { $version }.
doctor-node-old = { $version } is too old: run npm ci, which brings its own.
doctor-zones-good = { $version }.
doctor-zones-old = { $version } is old and gives wrong hours: run npm ci, which brings another Node.
doctor-folders-good = can be used.
doctor-folders-absent = { $folder } is not there yet; the first start makes it.
doctor-folders-closed = I can't write into { $folder }: give the user that starts the program the right to.
doctor-folders-file = { $folder } is no folder.
doctor-folders-open = other users of this machine can read { $folder }: run chmod 700 on it.
doctor-disk-good = { $free } free.
doctor-disk-unknown = doesn't say how much it has.
doctor-disk-low = { $free } left: make room soon.
doctor-disk-full = { $free } left: sending waits until there is room.
doctor-network-good = reached by { $families }.
doctor-network-name = I can't find { $host }: look at DNS and the internet connection.
doctor-network-unreachable = I can't reach { $host }: look at the firewall and the internet connection.
doctor-network-family = { $host } has { $family } and I can't reach it that way, only by { $families }: mend { $family } or switch it off, since each connection tries it first.
doctor-telegram-good = the token is that of @{ $name }.
doctor-telegram-absent = TELEGRAM_BOT_TOKEN is missing: ask @BotFather for a bot and copy its token.
doctor-telegram-refused = refuses the token ({ $status }): copy it again from @BotFather to TELEGRAM_BOT_TOKEN.
doctor-telegram-unreachable = doesn't answer; see Network.
doctor-clock-good = right.
doctor-clock-unknown = Telegram didn't answer, I can't compare.
doctor-clock-ahead = { $seconds } s fast: set it (NTP). Nothing that is scheduled starts like that.
doctor-clock-behind = { $seconds } s slow: set it (NTP). Nothing that is scheduled starts like that.
doctor-webhook-polled = { $waiting ->
        [one] not used; 1 message waits.
       *[other] not used; { $waiting } messages wait.
    }
doctor-webhook-set = arrives at { $host }.
doctor-webhook-unset = the program sets it when it starts.
doctor-webhook-left = one was left, to { $host }; the program takes it away when it starts.
doctor-webhook-elsewhere = another program set it to { $host }: stop that program.
doctor-webhook-failing = Telegram can't bring { $waiting ->
        [one] 1 message
       *[other] { $waiting } messages
    }: { $trouble }
doctor-webhook-unknown = I could not ask; see Telegram.
doctor-store-good = sound (version { $version }).
doctor-store-absent = none yet; the first start makes them.
doctor-store-damaged = the database is damaged: stop the program and bring the last copy back with npm run restore.
doctor-store-newer = of a newer program (version { $version }): install that version again.
doctor-session-linked = linked, account { $phone }.
doctor-session-unlinked = not linked; that is done in the chat with /connect.
doctor-session-damaged = the session is damaged: bring a copy back with npm run restore, or link again.
doctor-session-newer = the session is of a newer program: install that version again.
doctor-session-copy = these folders are a copy; the program asks in the chat before it connects.
doctor-baileys-good = { $version }, the original. Look at Linked devices on the phone too.
doctor-baileys-absent = not installed: run npm ci.
doctor-baileys-other = { $found } is there in place of { $wanted }: run npm ci, and look at Linked devices on the phone.
doctor-baileys-lookalike = look-alikes are installed ({ $names }): run npm ci, change passwords, and remove unknown devices on the phone.
doctor-uploads-good = none is left over.
doctor-uploads-orphans = { $count } left over ({ $size }) in the folder of received files; those of the program go by themselves, look at the others.
doctor-ffmpeg-good = is there.
doctor-ffmpeg-absent = not there; without it other sounds go out as files, not as voice notes.

## backup
backup-usage = Usage: npm run backup -- FILE [--move]
    --move: this installation moves. It holds still, and the copy goes on elsewhere.
backup-ask = Passphrase to seal the copy ({ $least } characters or more):
backup-ask-again = Once more:
backup-short = The passphrase is too short: use { $least } characters or more.
backup-differ = The two passphrases are not the same. I did nothing.
backup-no-passphrase = The passphrase is missing: set BACKUP_PASSPHRASE or BACKUP_PASSPHRASE_FILE.
backup-running = The program is running. To move, stop it first; for a safety copy, leave out --move.
backup-refused-nothing = There is nothing to copy yet in the folders of the settings.
backup-refused-exists = That file exists already. Choose another name: I don't write over it.
backup-refused-disk = There is no room for the copy on the disk of the data. I did nothing.
backup-damaged = A database is damaged: such a copy would be worth nothing. Look at npm run doctor.
backup-failed = It did not work: { $code }. I changed nothing.
backup-done = Sealed copy: { $file } ({ $size }, { $files })
    Keep it outside of this server, and the passphrase in another place: without it nobody can open it.
backup-moved = This installation holds still: if somebody starts it, it will say that it is a copy.
    Go on at the other server with npm run restore. Until then WhatsApp keeps what people write to you.
restore-usage = Usage: npm run restore -- FILE [--replace]
    --replace: what is in the folders is put aside, not deleted.
restore-ask = Passphrase of the copy:
restore-running = The program is running on these folders. Stop it first.
restore-not-empty = { $folder } is not empty. With --replace I put aside what is there, and the copy in its place.
restore-seal-not-ours = That file is not a copy made by npm run backup.
restore-seal-newer = The copy is of a newer program. Update this one and try again.
restore-seal-passphrase = The passphrase is another one, or the file is damaged from its start. I changed nothing.
restore-seal-damaged = The file is damaged or cut short. I changed nothing.
restore-done = Copy in place: made { $at }, { $files }, account { $phone }, open campaigns: { $open }
    Start the program: it goes on where it was, without scanning. The original must stay off.
restore-aside = What was there is in { $folder }; delete it when you don't need it.

## time
time-under-minute = under 1 min
time-minutes = { $minutes } min
time-hours = { $hours } h{ $minutes ->
        [0] {""}
       *[other] {" "}{ $minutes } min
    }
time-days = { $days } d{ $hours ->
        [0] {""}
       *[other] {" "}{ $hours } h
    }
time-tomorrow = tomorrow { $time }
time-yesterday = yesterday { $time }
time-in = in { $time }
time-seconds = { $seconds } { $seconds ->
        [one] second
       *[other] seconds
    }
time-minutes-seconds = { $minutes } min { $seconds } s
time-today = today { $time }

## many
many-people = { $shown } { $count ->
    [1] person
   *[other] people
}
many-newcomers = { $shown } { $count ->
    [1] new person
   *[other] new people
}
many-sent = { $shown } sent
many-delivered = { $shown } delivered
many-read = { $shown } read
many-failed = { $shown } failed
many-replies = { $shown } { $count ->
    [1] reply
   *[other] replies
}
many-messages = { $shown } { $count ->
    [1] message
   *[other] messages
}
many-files = { $shown } { $count ->
    [1] file
   *[other] files
}
many-out-invalid = { $shown } not valid
many-out-duplicate = { $shown } repeated
many-out-opted-out = { $shown } opted out
many-out-joined = { $shown } joined to another row
many-out-incomplete = { $shown } lacking a detail
many-out-long = { $shown } with too long a text
many-out-not-on-whatsapp = { $shown } without WhatsApp
many-out-unverified = { $shown } to decide
many-out-cancelled = { $shown } not sent when cancelled
