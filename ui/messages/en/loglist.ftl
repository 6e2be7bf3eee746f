# The log of one container.
loglist-title = Log
loglist-pause = Pause
loglist-follow = Follow
loglist-new = { $count ->
    [0] To the end
    [one] 1 new line
   *[other] { $n } new lines
  }
loglist-skipped = { $count ->
    [one] 1 line skipped
   *[other] { $n } lines skipped
  }
loglist-skipped-why = They made room for newer ones, or there was no room on the disk. How much is kept is in Settings.
loglist-count-looking = { $shown } so far, { $n } lines looked at
loglist-none = No kept line is like that
loglist-options = How to look
loglist-match-case = Tell upper and lower case apart
loglist-regex = It is a regular expression
loglist-stream = Which stream
loglist-stream-both = Both streams
loglist-gap-rotated = Lines are missing here
loglist-gap-rotated-why = The engine had thrown them away before Slipway read them: its log for this container has a largest size (max-size), or the container was removed while it wrote faster than can be read.
loglist-gap-not_kept = This container's lines are kept by nobody
loglist-gap-not_kept-why = Its logging driver hands them on and gives none back. Run it with the driver json-file or local to see them here.
loglist-cut = cut: the line was longer than 64 kB
loglist-more = { $n } more characters, copied too
loglist-stderr = err
loglist-stderr-long = standard error
loglist-ended = The container has ended. This is the whole of its log.
loglist-empty = This container has written nothing yet
loglist-empty-text = What the program prints to its standard output and standard error appears here, line by line.
loglist-empty-ended = This container has written nothing
loglist-empty-ended-text = Its standard output and its standard error are empty.
loglist-filter = Only lines with this text
loglist-no-match = No kept line contains “{ $filter }”
loglist-count = { $count ->
    [one] 1 line
   *[other] { $n } lines
  }
loglist-count-filtered = { $shown } of { $n } lines
loglist-kept = the newest { $n } are kept here
loglist-copy = Copy all
loglist-copied = { $count ->
    [one] 1 line copied
   *[other] { $n } lines copied
  }
loglist-keys = Arrow and page keys scroll, Home and End go to the first and newest line, F8 and Shift F8 to the next error and the one before, Ctrl A and Ctrl C copy.
loglist-input = Type a line for the program
loglist-send = Send
loglist-level-any = Any level
loglist-level = ≥ { $level }
loglist-level-which = How loud at least
loglist-only = Only matches
loglist-only-why = Leave out the lines that do not match
loglist-before = The match before (Shift Enter)
loglist-after = The next match (Enter)
loglist-at = { $n } of { $of }
loglist-matches = { $count ->
    [one] 1 match
   *[other] { $n } matches
  }
loglist-field = { $key }: { $value }. Press to see only lines with this value.
loglist-field-drop = Ask for { $key } no more
loglist-parts = { $count ->
    [one] 1 line
   *[other] { $n } lines in one
  }
loglist-in = in
loglist-rate = Lines
loglist-rate-sum = { $lines } lines, { $errors } errors
loglist-rate-here = { $time } · { $lines } · { $errors } errors
loglist-rate-most = { $n }/s
loglist-rate-press = Lines a second over the range of the charts. Press to go to that moment.
loglist-clock = How times read
loglist-clock-local = Local time
loglist-clock-utc = UTC
loglist-clock-ago = Ago
loglist-clock-delta = Delta
loglist-go = Time or line
loglist-go-how = A time such as 14:05:30, or 2026-11-26 14:05; or the number of a line
loglist-errors = Errors
loglist-error-before = The error before (Shift F8)
loglist-error-after = The next error (F8)
loglist-errors-none = none
loglist-errors-none-before = none before
loglist-errors-none-after = none after
loglist-keep = Keep
loglist-keep-why = Keep what this container writes also while nobody reads it, as Slipway does for what it shipped
loglist-map = Where the { $n } matches lie in the whole log. Press to go there.
loglist-note = Line { $n }. Note it on the time axis of the charts
loglist-noted = Noted on the time axis. Press the note there to come back to this line.
loglist-saved = Saved filters
loglist-saved-none = None yet. Look for something, and save it here under a name.
loglist-saved-name = Name of this filter
loglist-saved-save = Save
loglist-saved-drop = Remove the filter { $name }
loglist-chart = Chart a number
loglist-numbers-none = not said in this time
loglist-numbers-sum = avg { $avg } · max { $max }
loglist-numbers-press = { $field } over the range of the charts. Press to go to that moment.
loglist-numbers-cut = Only the newest 200,000 lines of this range are read.
loglist-raw = As written
loglist-raw-why = Show structured lines as the program wrote them
loglist-export-text = Text
  .hint = The lines that are shown, as they were written
loglist-export-times = Text with times
  .hint = The same, each with its time in UTC before it
loglist-export-json = JSON Lines
  .hint = An object a line: time, stream, level, text
loglist-sources = Which containers
loglist-source-only = Show only what { $name } writes
loglist-several =
    { $count ->
        [one] Log of { $count } container
       *[other] Logs of { $count } containers, as one
    }
loglist-several-none = No container was chosen
loglist-wrap = Wrap
loglist-wrap-why = Long lines go on below instead of to the right
loglist-range = Charts’ range
loglist-range-why = Show only what was written in the time that the charts show
loglist-stretch = Show in the charts
loglist-stretch-why = The charts show the time of the chosen lines
loglist-live = Back to now
loglist-live-why = The charts show the newest again
loglist-columns =
    { $count ->
        [0] Columns
       *[other] Columns ({ $count })
    }
loglist-columns-which = Fields with a column of their own
loglist-column-less = { $key }: take the column away
loglist-requests = Requests
loglist-requests-why = What the server was asked for, by path, in the time that the charts show
loglist-requests-path = Path
loglist-requests-count = Requests
loglist-requests-p50 = Half of the requests took no longer
loglist-requests-p95 = 95 of 100 requests took no longer
loglist-requests-pick = Show the lines with { $path }
loglist-requests-others =
    { $count ->
        [one] { $n } request for another path
       *[other] { $n } requests for other paths
    }
loglist-requests-cut = Counted are the newest lines only: there are too many.
loglist-requests-none = No line of this time is about a request.
loglist-flood = It writes { $n } lines a second. So as not to slow it down, about { $out } lines are left out for now; they are read back when that is over.
loglist-flood-back = Reading back what was left out: { $n } of about { $out } lines
