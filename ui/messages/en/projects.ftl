# Welcome and the list of projects.
welcome-title = Put your Go program in a container
welcome-text = Open a folder with Go code. Slipway reads it, builds an image, runs it, and shows you what it does.
drop-title = Drop a folder here
drop-text = anything with a go.mod; nothing in it is changed
drop-now = Let go to open it
drop-one-only = One folder at a time, please
drop-one-only-text = { $count } things were dropped. Drop a single folder.
drop-nothing = That was not a folder
drop-nothing-text = Drop a folder from your file manager, or press “Open folder…”.
open-folder = Open folder…

recent-title = Recent projects
recent-missing = folder not found
recent-forget = Take { $name } off the list
recent-forgotten = { $name } is off the list; its folder was not touched
recent-running = running
recent-empty = Projects that you open are listed here.

templates-title = Or start from something that works
templates-count = { $count ->
    [one] { $count } template
   *[other] { $count } templates
  }
template-env-printer = Environment printer
  .summary = prints what a container sees
template-http-server = Web server
  .summary = answers on :8080
template-json-api = JSON API
  .summary = logs in JSON, and fails at times
template-worker = Worker
  .summary = no port, only logs
template-crasher = Crasher
  .summary = panics and stops
template-cpu-burner = CPU burner
  .summary = keeps a core busy
template-memory-hog = Memory hog
  .summary = fills its memory
template-create-title = New project: { $template }
template-parent = In folder
template-browse = Browse…
template-name = Name
template-name-hint = Becomes the folder’s and the program’s name.
template-path = Slipway will write { $path }
template-create = Create and open
template-name-missing = Give it a name.
template-name-bad = Letters, digits, dots, hyphens and underscores, beginning with a letter or digit.
template-parent-missing = Say which folder it goes into.
